package io.callqueue.store;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Order;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.event.CallEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CallHashTest {

    @Test
    void any_call_reads_back_from_its_fields_and_from_its_event() {
        long seed = new Random().nextLong();
        System.out.println("CallHashTest: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Call call = randomCall(random);
            assertThat(CallHash.read(call.id(), call.epoch(), CallHash.write(call))).as("seed " + seed).contains(call);
            CallEvent event = CallEvent.of(call);
            assertThat(Json.read(Json.bytes(event), CallEvent.class)).as("seed " + seed).isEqualTo(event);
        }
    }

    @Test
    void changes_make_the_fields_of_any_call_those_of_any_other() {
        long seed = new Random().nextLong();
        System.out.println("CallHashTest: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Call from = randomCall(random);
            Call to = randomCall(random);
            Map<String, String> fields = fields(CallHash.write(from));
            CallHash.Changes changes = CallHash.changes(from, to);
            changes.gone().forEach(fields::remove);
            fields.putAll(fields(changes.fields()));
            assertThat(fields).as("seed " + seed).isEqualTo(fields(CallHash.write(to)));
        }
    }

    @Test
    void what_has_not_changed_is_no_change() {
        Call call = randomCall(new Random(1));
        assertThat(CallHash.changes(call, call)).isEqualTo(new CallHash.Changes(List.of(), List.of()));
    }

    private static Map<String, String> fields(List<String> flat) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            fields.put(flat.get(i), flat.get(i + 1));
        }
        return fields;
    }

    @Test
    void no_fields_are_no_call() {
        assertThat(CallHash.read(new CallId("x"), 1, List.of())).isEmpty();
        assertThat(CallHash.read(new CallId("x"), 1, List.of("token", "t"))).isEmpty();
    }

    @Test
    void a_missing_field_is_named() {
        assertThatThrownBy(() -> CallHash.read(new CallId("x"), 1, List.of("version", "1")))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("without the field revision");
    }

    private static Call randomCall(Random random) {
        Order order = new Order(text(random), text(random), pick(random, Priority.values()), random.nextInt(20),
                Duration.ofSeconds(random.nextInt(600)), Duration.ofSeconds(random.nextInt(86_400)), time(random),
                maybe(random, () -> time(random)), maybe(random, () -> time(random)), text(random),
                maybe(random, () -> new CallId("old-" + random.nextInt(9))));
        return new Call(CallId.generate(random.nextLong() >>> 17, random), random.nextInt(9), random.nextLong() >>> 11,
                random.nextInt(1_000_000), pick(random, CallStatus.values()), order, random.nextInt(20),
                random.nextInt(5), random.nextBoolean(), maybe(random, () -> attempt(random)),
                maybe(random, () -> time(random)), maybe(random, () -> text(random)), time(random),
                maybe(random, () -> time(random)));
    }

    private static Attempt attempt(Random random) {
        return new Attempt(1 + random.nextInt(30), text(random), text(random), time(random),
                maybe(random, () -> time(random)), maybe(random, () -> time(random)), maybe(random, () -> time(random)),
                maybe(random, () -> text(random)), maybe(random, () -> text(random)), random.nextBoolean(),
                maybe(random, () -> new Ending(time(random), pick(random, Outcome.values()),
                        maybe(random, () -> text(random)), maybe(random, () -> random.nextInt(10_000)),
                        maybe(random, () -> text(random)), maybe(random, () -> random.nextInt(86_400)),
                        maybe(random, () -> BigDecimal.valueOf(random.nextInt(100_000), 5)))),
                maybe(random, () -> time(random)));
    }

    private static String text(Random random) {
        return pick(random, "", "plain", "Zoë ☎ 📞", "a:b{c}", "line\nbreak \"quoted\"", "\0", "null");
    }

    private static Instant time(Random random) {
        return Instant.ofEpochMilli(random.nextLong(253_402_300_799_000L));
    }

    private static <T> Optional<T> maybe(Random random, Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
