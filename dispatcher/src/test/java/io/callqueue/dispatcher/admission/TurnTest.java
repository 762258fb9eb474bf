package io.callqueue.dispatcher.admission;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.control.ControlStore;
import io.callqueue.control.Limits;
import io.callqueue.control.Stop;
import io.callqueue.dispatcher.CompleteRedis;
import io.callqueue.dispatcher.plivo.CallerNumbers;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.store.RedisConnection;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Pods that share one Redis: whose turn it is. */
class TurnTest {
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final Set<Priority> NOTHING = EnumSet.noneOf(Priority.class);
    private static final int MANY = 400;
    private static final String CALLER = "+14155550100";
    private static final Duration BELIEVED = Duration.ofMinutes(1);
    private static RedisConnection connection;
    private final Admission one = pod(0.05);
    private final Admission other = pod(0.05);
    private int calls;

    @BeforeAll
    static void connect() {
        connection = CompleteRedis.open(redis.uri());
    }

    @AfterAll
    static void disconnect() {
        connection.close();
    }

    @BeforeEach
    void aMomentIsFree() {
        CompleteRedis.empty(connection);
        connection.commands().zadd("send-moments:{admission}", 1, "1").toCompletableFuture().join();
    }

    @Test
    void a_pod_with_less_urgent_calls_yields_while_another_has_urgent_ones() {
        assertThat(ask(one, Priority.URGENT, EnumSet.of(Priority.URGENT))).isInstanceOf(Permit.Granted.class);
        assertThat(ask(other, Priority.LOW, NOTHING)).isEqualTo(new Permit.Yield(Priority.URGENT));
        assertThat(ask(one, Priority.URGENT, NOTHING)).isInstanceOf(Permit.Granted.class);
        assertThat(ask(other, Priority.LOW, NOTHING)).isInstanceOf(Permit.Granted.class);
    }

    @Test
    void urgent_calls_that_no_slot_is_free_for_keep_others_waiting_too() {
        Admission full = pod(0.05, 1);
        assertThat(ask(full, Priority.LOW, NOTHING)).isInstanceOf(Permit.Granted.class);
        assertThat(ask(full, Priority.URGENT, NOTHING)).isEqualTo(new Permit.Full());
        release(0, "low");
        assertThat(ask(other, Priority.NORMAL, NOTHING)).isEqualTo(new Permit.Yield(Priority.URGENT));
        assertThat(ask(full, Priority.URGENT, NOTHING)).isInstanceOf(Permit.Granted.class);
    }

    @Test
    void a_call_that_waits_for_its_callee_keeps_nobody_waiting() {
        assertThat(ask(one, "a/1/x", "+1", new Demand(Priority.LOW, NOTHING)))
                .isInstanceOf(Permit.Granted.class);
        assertThat(ask(one, "b/1/x", "+1", new Demand(Priority.URGENT, NOTHING)))
                .isEqualTo(new Permit.CalleeBusy());
        assertThat(ask(other, Priority.LOW, NOTHING)).isInstanceOf(Permit.Granted.class);
    }

    @Test
    void a_claimed_call_waits_for_nobody() {
        assertThat(ask(one, Priority.URGENT, EnumSet.of(Priority.URGENT))).isInstanceOf(Permit.Granted.class);
        assertThat(other.acquire("claimed/1/x", "+99", "campaign")).isInstanceOf(Permit.Granted.class);
    }

    @Test
    void the_demand_of_a_pod_that_is_not_heard_of_any_more_is_forgotten() {
        Admission silent = new Admission(connection.commands(),
                new AdmissionSettings(100, 10_000, Duration.ofMillis(10),
                        Duration.ofMinutes(1), 0.05, Duration.ofMinutes(10)),
                System::nanoTime,
                CallerNumbers.parse("+14155550100"), DialCap.NONE);
        ask(silent, Priority.URGENT, EnumSet.of(Priority.URGENT));
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> ask(other, Priority.LOW, NOTHING) instanceof Permit.Granted);
    }

    @Test
    void a_pod_that_stands_back_keeps_nobody_waiting() {
        ask(one, Priority.URGENT, EnumSet.of(Priority.URGENT));
        one.withdraw();
        await().pollInterval(Duration.ofMillis(5)).atMost(BELIEVED.dividedBy(2))
                .until(() -> ask(other, Priority.LOW, NOTHING) instanceof Permit.Granted);
    }

    @ParameterizedTest
    @CsvSource({"0.05, 19, 21", "0.2, 78, 82", "0.5, 198, 202", "0, 0, 0"})
    void less_urgent_calls_get_their_share_of_the_permits_under_endless_urgent_ones(double share, int least, int most) {
        Admission urgent = pod(share);
        Admission low = pod(share);
        assertThat(permits(Map.of(Priority.URGENT, urgent, Priority.LOW, low)).get(Priority.LOW))
                .isBetween((long) least, (long) most);
    }

    @Test
    void one_pod_with_calls_of_all_priorities_gives_each_less_urgent_one_an_equal_part_of_the_share() {
        Admission pod = pod(0.3);
        Map<Priority, Long> permits = permits(
                Map.of(Priority.URGENT, pod, Priority.HIGH, pod, Priority.NORMAL, pod, Priority.LOW, pod));
        assertThat(permits.get(Priority.URGENT)).isBetween(278L, 282L);
        assertThat(List.of(Priority.HIGH, Priority.NORMAL, Priority.LOW))
                .allSatisfy(priority -> assertThat(permits.get(priority)).isBetween(38L, 42L));
    }

    @Test
    void the_share_is_of_the_permits_while_others_wait_and_is_not_saved_up() {
        for (int i = 0; i < MANY; i++) {
            assertThat(ask(one, Priority.URGENT, NOTHING)).isInstanceOf(Permit.Granted.class);
        }
        long low = IntStream.range(0, 10).filter(i -> {
            ask(one, Priority.URGENT, EnumSet.of(Priority.URGENT));
            return ask(other, Priority.LOW, EnumSet.of(Priority.LOW)) instanceof Permit.Granted;
        }).count();
        assertThat(low).isLessThanOrEqualTo(1);
    }

    @Test
    void a_caller_number_has_a_rate_of_its_own_and_keeps_nobody_else_waiting() {
        Admission two = pod("+14155550100=0.1,+14155550101");
        int granted = 0;
        int later = 0;
        for (int i = 0; i < 20; i++) {
            switch (ask(two, Priority.NORMAL, NOTHING)) {
                case Permit.Granted permit -> granted++;
                case Permit.Aside(String whose, Duration after, Duration spacing) -> {
                    assertThat(whose).isEqualTo("+14155550100");
                    assertThat(spacing).as("with the tolerance").isEqualTo(Duration.ofMillis(10_010));
                    assertThat(after).isBetween(Duration.ofMillis(1), Duration.ofMillis(10_010));
                    later++;
                }
                default -> throw new AssertionError("neither granted nor later");
            }
        }
        assertThat(granted).isGreaterThan(1);
        assertThat(later).isGreaterThan(1);
        assertThat(ask(other, Priority.LOW, NOTHING)).as("the demand of a call whose number waits")
                .isInstanceOf(Permit.Granted.class);
        assertThat(two.nextMoment("call/1/x@+14155550101", Optional.empty())).isPresent();
        assertThat(two.nextMoment("call/1/x@+14155550100", Optional.empty())).isEmpty();
    }

    @Test
    void callees_of_a_stopped_caller_number_are_called_from_another_one() {
        Admission two = pod("+14155550100,+14155550101");
        stop("+14155550100");
        for (int i = 0; i < 10; i++) {
            assertThat(ask(two, Priority.NORMAL, NOTHING)).isInstanceOfSatisfying(Permit.Granted.class,
                    permit -> assertThat(two.callerNumber(permit.lease())).isEqualTo("+14155550101"));
        }
        stop("+14155550101");
        assertThat(ask(two, Priority.NORMAL, NOTHING)).isEqualTo(new Permit.Stopped());
    }

    private static void stop(String number) {
        Stop stop = Stop.of(Stop.Scope.CALLER_NUMBER, number, "refused", Instant.EPOCH);
        new ControlStore(connection.commands()).apply(stop.key(), 1, Optional.of(Json.bytes(stop))).join();
    }

    @Test
    void limits_set_at_runtime_hold_for_the_next_permit_of_every_pod() {
        ControlStore control = new ControlStore(connection.commands());
        control.apply(Limits.KEY, 1, json(Limits.of(Optional.of(2), Optional.empty(), Optional.empty()))).join();
        assertThat(ask(one, Priority.NORMAL, NOTHING)).isInstanceOf(Permit.Granted.class);
        assertThat(ask(other, Priority.NORMAL, NOTHING)).isInstanceOf(Permit.Granted.class);
        assertThat(ask(one, Priority.NORMAL, NOTHING)).isEqualTo(new Permit.Full());
        assertThat(ask(other, Priority.NORMAL, NOTHING)).isEqualTo(new Permit.Full());
        control.apply(Limits.KEY, 2,
                json(Limits.of(Optional.of(3), Optional.of(new BigDecimal("0.5")), Optional.empty()))).join();
        Permit.Granted third = (Permit.Granted) ask(other, Priority.NORMAL, NOTHING);
        control.apply(Limits.KEY, 3,
                json(Limits.of(Optional.empty(), Optional.of(new BigDecimal("0.5")), Optional.empty()))).join();
        Permit.Granted last = (Permit.Granted) one.acquire("last/1/x", "+77", "campaign");
        assertThat(last.moment().redisMicros() - third.moment().redisMicros()).isGreaterThan(2_000_000);
        assertThat(one.nextMoment("a/1/x", Optional.empty())).hasValueSatisfying(
                next -> assertThat(next.redisMicros() - last.moment().redisMicros()).isGreaterThan(2_000_000));
    }

    private static Optional<byte[]> json(Limits limits) {
        return Optional.of(Json.bytes(limits));
    }

    /** Every priority always has another call waiting, and all ask in turn. */
    private Map<Priority, Long> permits(Map<Priority, Admission> pods) {
        Map<Priority, Long> permits = new EnumMap<>(Priority.class);
        pods.keySet().forEach(priority -> permits.put(priority, 0L));
        for (int i = 0; permits.values().stream().mapToLong(n -> n).sum() < MANY; i++) {
            Priority asking = Priority.values()[i % 4];
            Optional<Admission> pod = Optional.ofNullable(pods.get(asking));
            if (pod.filter(asks -> ask(asks, asking, besides(pods, asks)) instanceof Permit.Granted).isPresent()) {
                permits.merge(asking, 1L, Long::sum);
            }
        }
        return permits;
    }

    private static Set<Priority> besides(Map<Priority, Admission> pods, Admission pod) {
        Set<Priority> besides = EnumSet.copyOf(pods.keySet());
        besides.removeIf(priority -> pods.get(priority) != pod);
        return besides;
    }

    private Permit ask(Admission pod, Priority priority, Set<Priority> besides) {
        int number = calls++;
        return ask(pod, priority.word() + "-" + number + "/1/x", "+" + number, new Demand(priority, besides));
    }

    private static Permit ask(Admission pod, String lease, String callee, Demand demand) {
        return pod.acquire(List.of(new Ask(lease, callee, "campaign", demand))).getFirst();
    }

    private static void release(int number, String priority) {
        new Leases(connection.commands(), DialCap.NONE).release(priority + "-" + number + "/1/x#campaign@" + CALLER,
                "+" + number);
    }

    private static Admission pod(double share) {
        return pod(share, 100_000);
    }

    private static Admission pod(String numbers) {
        return pod(0.05, 100_000, numbers);
    }

    private static Admission pod(double share, int most) {
        return pod(share, most, CALLER);
    }

    private static Admission pod(double share, int most, String numbers) {
        return new Admission(connection.commands(), new AdmissionSettings(most, 10_000, Duration.ofMillis(10),
                Duration.ofMinutes(1), share, Duration.ofMinutes(10)), System::nanoTime,
                CallerNumbers.parse(numbers), DialCap.NONE, BELIEVED);
    }
}
