package io.callqueue.scheduler.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.LateNews;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;
import io.callqueue.event.CallEvent;
import io.callqueue.event.Fold;
import io.callqueue.event.KnownAttempt;
import io.callqueue.event.LedgerEntry;
import io.callqueue.scheduler.Scene;

import static org.assertj.core.api.Assertions.assertThat;

class FoldTest {
    private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");

    static LedgerEntry fold(List<CallEvent> events) {
        return entry(events).orElseThrow();
    }

    private static Optional<LedgerEntry> entry(List<CallEvent> events) {
        Optional<LedgerEntry> entry = Optional.empty();
        for (CallEvent event : events) {
            entry = Fold.merge(entry, event);
        }
        return entry;
    }

    /** In any order, each perhaps several times. */
    static List<CallEvent> mixed(List<CallEvent> events, Random random) {
        List<CallEvent> mixed = new ArrayList<>(events);
        for (int doubles = random.nextInt(events.size() + 1); doubles > 0; doubles--) {
            mixed.add(events.get(random.nextInt(events.size())));
        }
        Collections.shuffle(mixed, random);
        return mixed;
    }

    @RepeatedTest(300)
    void order_and_doubles_change_nothing_with_gaps_or_without(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        List<CallEvent> all = Life.of("call", random, START);
        List<CallEvent> some = all.stream().filter(event -> random.nextInt(4) > 0).toList();
        for (List<CallEvent> events : List.of(all, some.isEmpty() ? all : some)) {
            LedgerEntry inOrder = fold(events);
            assertThat(fold(mixed(events, random))).isEqualTo(inOrder);
            assertThat(inOrder.call()).isEqualTo(events.getLast().call());
        }
    }

    @RepeatedTest(100)
    void no_fact_of_an_attempt_is_lost_that_any_event_tells(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        List<CallEvent> events = mixed(Life.of("call", random, START), random).stream()
                .filter(event -> random.nextBoolean() || event.request().isPresent()).toList();
        LedgerEntry entry = fold(events);
        assertThat(entry.request()).isPresent();
        assertThat(entry.attempts()).isSortedAccordingTo((a, b) -> Integer.compare(a.number(), b.number()));
        events.stream().flatMap(
                event -> Stream.concat(event.call().attempt().stream(), event.olderAttempt().stream()))
                .forEach(told -> {
                    Attempt known = entry.attempts().stream().filter(attempt -> attempt.number() == told.number())
                            .findFirst()
                            .orElseThrow();
                    told.dialedAt().ifPresent(at -> assertThat(known.dialedAt()).contains(at));
                    told.ringingAt().ifPresent(at -> assertThat(known.ringingAt()).contains(at));
                    told.answeredAt().ifPresent(at -> assertThat(known.answeredAt()).contains(at));
                    told.callUuid().ifPresent(uuid -> assertThat(known.callUuid()).contains(uuid));
                    assertThat(known.machine() || !told.machine()).isTrue();
                    if (told.ending().isPresent() && !told.isLost()) {
                        assertThat(known.ending()).isEqualTo(told.ending());
                    }
                });
    }

    @RepeatedTest(20)
    void of_a_forgotten_call_nothing_is_left_and_the_next_one_of_its_id_is_another_one(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        List<CallEvent> first = new ArrayList<>(Life.of("call", random, START));
        CallEvent forgotten = CallEvent.forgotten(first.getLast().call(), START.plusSeconds(1_000_000));
        List<CallEvent> next = Life.of("call", random, START.plusSeconds(1_000_001));
        first.add(forgotten);
        assertThat(entry(first)).isEmpty();
        first.addAll(next);
        assertThat(fold(first)).isEqualTo(fold(next));
        assertThat(entry(List.of(forgotten))).isEmpty();
        first.add(forgotten); // told again by one who was slow: it is not about the next call
        assertThat(fold(first)).isEqualTo(fold(next));
    }

    private static Call call(long epoch, long version, CallStatus status, Attempt attempt) {
        Call made = Call.created(new CallId("call"),
                Scene.parsed(Scene.request(new CallId("call"), Priority.LOW, Optional.empty())).order(START),
                Optional.empty());
        return new Call(made.id(), epoch, version, 1, status, made.order(), 0, 0, false, Optional.of(attempt),
                Optional.empty(), Optional.empty(), START, Optional.empty());
    }

    @Test
    void a_higher_epoch_wins_over_a_higher_version() {
        Attempt attempt = Attempt.claimed(1, "pod", "lease", START);
        CallEvent old = CallEvent.of(call(1, 9, CallStatus.DIALING, attempt));
        CallEvent restored = CallEvent.of(call(2, 3, CallStatus.UNKNOWN, attempt));
        assertThat(fold(List.of(old, restored)).call()).isEqualTo(restored.call());
        assertThat(fold(List.of(restored, old)).call()).isEqualTo(restored.call());
    }

    @Test
    void an_attempt_that_was_believed_lost_and_is_under_way_has_not_ended() {
        Attempt open = Attempt.claimed(1, "pod", "lease", START);
        Attempt lost = open.ended(Ending.of(START.plusSeconds(60), Outcome.UNKNOWN, "not known"));
        CallEvent retrying = CallEvent.of(call(1, 3, CallStatus.RETRYING, lost));
        CallEvent back = CallEvent.of(call(1, 4, CallStatus.RINGING, open));
        LedgerEntry entry = fold(List.of(back, retrying));
        assertThat(entry.attempts().getFirst().isLost()).isTrue();
        assertThat(KnownAttempt.ending(entry.attempts().getFirst(), entry.call())).isEmpty();
        assertThat(KnownAttempt.ending(lost, retrying.call())).isPresent();
    }

    @Test
    void what_plivo_told_of_an_end_replaces_that_nobody_knew_whichever_came_first() {
        Attempt open = Attempt.claimed(1, "pod", "lease", START);
        Attempt lost = open.ended(Ending.of(START.plusSeconds(60), Outcome.UNKNOWN, "not known"));
        Attempt ended = open.ended(new Ending(START.plusSeconds(90), Outcome.BUSY, Optional.of("USER_BUSY"),
                Optional.of(3010), Optional.empty(), Optional.empty()));
        CallEvent retrying = CallEvent.of(call(1, 3, CallStatus.RETRYING, lost));
        CallEvent failed = CallEvent.of(call(1, 5, CallStatus.FAILED, ended));
        assertThat(fold(List.of(retrying, failed)).attempts()).containsExactly(ended);
        assertThat(fold(List.of(failed, retrying)).attempts()).containsExactly(ended);
    }

    @Test
    void what_one_of_two_does_not_tell_of_the_cost_the_other_does() {
        Attempt open = Attempt.claimed(1, "pod", "lease", START);
        Ending end = new Ending(START.plusSeconds(60), Outcome.BUSY, Optional.of("USER_BUSY"), Optional.of(3010),
                Optional.empty(), Optional.empty());
        Ending told = new Ending(START.plusSeconds(90), Outcome.BUSY, Optional.of("USER_BUSY"), Optional.of(3010),
                Optional.empty(), Optional.empty()).costing(Optional.of(new BigDecimal("0.003")));
        CallEvent first = CallEvent.of(call(1, 3, CallStatus.FAILED, open.ended(end)));
        CallEvent second = CallEvent.of(call(1, 4, CallStatus.FAILED, open.ended(told)));
        List<Attempt> known = List.of(open.ended(end.costing(told.cost())));
        assertThat(fold(List.of(first, second)).attempts()).isEqualTo(known);
        assertThat(fold(List.of(second, first)).attempts()).isEqualTo(known);
    }

    @Test
    void more_is_heard_of_an_older_attempt() {
        Attempt older = Attempt.claimed(1, "pod", "lease", START);
        Attempt lost = older.ended(Ending.of(START.plusSeconds(60), Outcome.UNKNOWN, "not known"));
        Attempt latest = Attempt.claimed(2, "pod", "lease-2", START.plusSeconds(70));
        Attempt ended = LateNews.ended(lost, new Ending(START.plusSeconds(80), Outcome.ANSWERED,
                Optional.empty(), Optional.of(4000), Optional.empty(), Optional.of(5)), Optional.of("uuid"));
        CallEvent before = CallEvent.of(call(1, 3, CallStatus.RETRYING, lost));
        CallEvent news = CallEvent.of(call(1, 5, CallStatus.DIALING, latest), ended);
        assertThat(fold(List.of(before, news)).attempts()).containsExactly(ended, latest);
        assertThat(fold(List.of(news, before))).isEqualTo(fold(List.of(before, news)));
    }

    @Test
    void of_very_many_attempts_the_latest_are_kept() {
        List<CallEvent> events = new ArrayList<>();
        for (int number = 1; number <= Fold.MOST_ATTEMPTS + 50; number++) {
            events.add(CallEvent.of(call(1, number, CallStatus.DIALING,
                    Attempt.claimed(number, "pod", "lease", START.plusSeconds(number)))));
        }
        LedgerEntry inOrder = fold(events);
        assertThat(inOrder.attempts()).hasSize(Fold.MOST_ATTEMPTS);
        assertThat(inOrder.attempts().getFirst().number()).isEqualTo(51);
        assertThat(fold(mixed(events, new Random(1)))).isEqualTo(inOrder);
    }
}
