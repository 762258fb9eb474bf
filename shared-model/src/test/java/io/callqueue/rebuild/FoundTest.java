package io.callqueue.rebuild;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.callqueue.call.Call;
import io.callqueue.call.SampleCalls;
import io.callqueue.event.CallEvent;
import io.callqueue.event.LedgerEntry;

import static org.assertj.core.api.Assertions.assertThat;

class FoundTest {
    private final Found found = new Found();

    @Test
    void a_call_weighs_as_much_as_its_longest_record_and_what_it_takes_besides() {
        Call one = SampleCalls.created("one");
        found.event(CallEvent.of(one), 50_000);
        found.event(CallEvent.of(one), 700);
        found.entry(entry(one), 600);
        assertThat(found.oldestFirst()).extracting(Found.Weighed::bytes).containsExactly(51_000);
        found.event(CallEvent.of(SampleCalls.created("other")), 9_000);
        assertThat(found.isMoreThan(60_999)).isTrue();
        assertThat(found.isMoreThan(61_000)).isFalse();
    }

    @Test
    void what_is_forgotten_weighs_nothing() {
        Call one = SampleCalls.created("one");
        found.event(CallEvent.of(one), 9_000);
        found.event(CallEvent.of(SampleCalls.created("two")), 9_000);
        found.event(CallEvent.of(SampleCalls.created("three")), 9_000);
        found.event(CallEvent.forgotten(one, SampleCalls.NOW), 100);
        found.forgotten(SampleCalls.created("unknown").id());
        assertThat(found.isMoreThan(19_999)).isTrue();
        assertThat(found.isMoreThan(20_000)).isFalse();
    }

    /** It can not be halved. */
    @Test
    void one_call_is_never_too_much() {
        found.event(CallEvent.of(SampleCalls.created("one")), 9_000);
        assertThat(found.isMoreThan(1)).isFalse();
    }

    private static LedgerEntry entry(Call call) {
        return new LedgerEntry(CallEvent.SCHEMA_VERSION, call, Optional.empty(), List.of());
    }
}
