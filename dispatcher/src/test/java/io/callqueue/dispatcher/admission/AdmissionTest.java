package io.callqueue.dispatcher.admission;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.control.ControlStore;
import io.callqueue.control.DoNotCall;
import io.callqueue.control.Limits;
import io.callqueue.dispatcher.CompleteRedis;
import io.callqueue.dispatcher.plivo.CallerNumbers;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.store.LuaScript;
import io.callqueue.store.RedisConnection;
import io.callqueue.store.ScriptRunner;

import static org.assertj.core.api.Assertions.assertThat;

class AdmissionTest {
    private static final String CAMPAIGN = "campaign-1";
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final String LEASES = "leases:{admission}";
    private static final String RATE = "send-moments:{admission}";
    /** How much later dials may be while the rate is not used up. */
    private static final int LONGER_MICROS = 100_000;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static RedisConnection connection;
    private static Leases leases;

    @BeforeAll
    static void connect() {
        connection = CompleteRedis.open(redis.uri());
        leases = new Leases(connection.commands(), DialCap.NONE);
    }

    @AfterAll
    static void disconnect() {
        connection.close();
    }

    @BeforeEach
    void empty() {
        CompleteRedis.empty(connection);
    }

    @Test
    void no_more_leases_than_the_cap_are_given() {
        Admission admission = admission(2, 1000, Duration.ofSeconds(30), LONG);
        assertThat(admission.acquire("a/1/x", "+1", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        assertThat(admission.acquire("b/1/x", "+2", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        assertThat(admission.acquire("c/1/x", "+3", CAMPAIGN)).isEqualTo(new Permit.Full());
        leases.release("a/1/x", "+1");
        assertThat(admission.acquire("c/1/x", "+3", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
    }

    @Test
    void a_do_not_call_number_gets_no_permit_and_costs_neither_a_slot_nor_a_moment() {
        Admission admission = admission(10, 1000, Duration.ofSeconds(30), LONG);
        assertThat(admission.acquire("a/1/x", "+1", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        long latest = latestMoment();
        put("+2");
        assertThat(admission.acquire("b/1/x", "+2", CAMPAIGN)).isEqualTo(new Permit.DoNotCall());
        assertThat(latestMoment()).isEqualTo(latest);
        assertThat(held()).containsExactly("a/1/x");
        assertThat(callees()).containsOnlyKeys("+1");
    }

    @Test
    void those_behind_a_do_not_call_number_get_their_permits() {
        put("+2");
        Demand demand = new Demand(Priority.NORMAL, Set.of());
        assertThat(admission(10, 1000, Duration.ofSeconds(30), LONG).acquire(List.of(
                new Ask("a/1/x", "+2", CAMPAIGN, demand), new Ask("b/1/x", "+3", CAMPAIGN, demand))))
                .satisfiesExactly(first -> assertThat(first).isEqualTo(new Permit.DoNotCall()),
                        second -> assertThat(second).isInstanceOf(Permit.Granted.class));
    }

    @Test
    void a_number_is_dialed_no_more_often_than_the_cap_within_the_period() {
        DialCap cap = new DialCap(2, Duration.ofHours(1));
        Leases counting = new Leases(connection.commands(), cap);
        Admission admission = capped(cap);
        for (String lease : List.of("a/1/x#one", "b/1/x#two")) {
            assertThat(admission.acquire(lease, "+1", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
            counting.makeFirm(lease, "+1");
            counting.makeFirm(lease, "+1");
            counting.release(lease, "+1");
        }
        assertThat(admission.acquire("c/1/x", "+1", CAMPAIGN)).isInstanceOfSatisfying(Permit.DialedEnough.class,
                enough -> assertThat(enough.after()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1)));
        assertThat(admission.acquire("d/1/x", "+2", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        assertThat(connection.commands().pttl("dials:{admission}:+1").toCompletableFuture().join())
                .isBetween(1L, 3_600_000L);
        connection.commands().zincrby("dials:{admission}:+1", -3_600_000, "a/1").toCompletableFuture().join();
        assertThat(admission.acquire("c/1/x", "+1", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        assertThat(connection.commands().zrange("dials:{admission}:+1", 0, -1).toCompletableFuture().join())
                .containsExactly("b/1");
    }

    @Test
    void a_permit_that_became_no_dial_does_not_count() {
        DialCap cap = new DialCap(1, Duration.ofHours(1));
        Leases counting = new Leases(connection.commands(), cap);
        Admission admission = capped(cap);
        assertThat(admission.acquire("a/1/x", "+1", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        counting.release("a/1/x", "+1");
        assertThat(admission.acquire("b/1/x", "+1", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        counting.makeFirm("b/1/x", "+1");
        counting.uncount("b/1/x", "+1");
        counting.release("b/1/x", "+1");
        assertThat(admission.acquire("c/1/x", "+1", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
    }

    @Test
    void without_a_cap_no_dial_is_counted() {
        leases.makeFirm("a/1/x", "+1");
        admission(10, 1000, Duration.ofSeconds(30), LONG).acquire("a/1/x", "+1", CAMPAIGN);
        leases.makeFirm("a/1/x", "+1");
        assertThat(connection.commands().keys("dials:*").toCompletableFuture().join()).isEmpty();
    }

    private static Admission capped(DialCap cap) {
        return new Admission(connection.commands(), new AdmissionSettings(10, 1000, Duration.ofMillis(25),
                Duration.ofSeconds(30), 0.05, LONG), System::nanoTime, CallerNumbers.parse("+14155550100"), cap);
    }

    private static void put(String number) {
        new ControlStore(connection.commands()).apply(DoNotCall.key(number), 1,
                Optional.of(Json.bytes(DoNotCall.of(number, Optional.empty(), Instant.EPOCH)))).join();
    }

    @Test
    void no_rolling_second_and_tolerance_has_more_moments_than_the_rate_though_moments_are_given_back() {
        Admission admission = admission(1000, 200, Duration.ofMinutes(1), LONG);
        List<Long> moments = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            Permit permit = admission.acquire("call-" + i + "/1/x", "+" + i, CAMPAIGN);
            assertThat(permit).isInstanceOf(Permit.Granted.class);
            SendMoment moment = ((Permit.Granted) permit).moment();
            if (i % 3 == 0) {
                moment = admission.nextMoment("call-" + i + "/1/x", Optional.of(moment)).orElseThrow();
            }
            moments.add(moment.redisMicros());
        }
        assertThat(moments).isSorted();
        for (int i = 200; i < moments.size(); i++) {
            assertThat(moments.get(i) - moments.get(i - 200)).isGreaterThanOrEqualTo(1_025_000);
        }
        for (int i = 1; i < moments.size(); i++) {
            assertThat(moments.get(i) - moments.get(i - 1)).isGreaterThanOrEqualTo(4_100);
        }
    }

    @Test
    void what_moments_given_back_lost_is_made_up_for() {
        Admission admission = admission(1000, 100, Duration.ofMinutes(1), LONG);
        push(RATE, redisMicros() + 30_000_000); // farther ahead than this test is slow
        long first = 0;
        long last = 0;
        for (int i = 0; i < 501; i++) {
            SendMoment moment = ((Permit.Granted) admission.acquire("call-" + i + "/1/x", "+" + i, CAMPAIGN)).moment();
            if (i % 20 == 0) {
                moment = admission.nextMoment("call-" + i + "/1/x", Optional.of(moment)).orElseThrow();
            }
            first = i == 0 ? moment.redisMicros() : first;
            last = moment.redisMicros();
        }
        assertThat(last - first).isBetween(5 * 1_025_000L, 5 * 1_025_000L + LONGER_MICROS + 120_000);
    }

    @Test
    void a_moment_is_not_forgotten_before_a_second_after_its_dial() {
        long now = redisMicros();
        List<Long> overs = IntStream.range(0, 5).mapToObj(i -> now - 900_000 + i * 200_000).toList();
        overs.forEach(over -> push(RATE, over));
        Admission admission = admission(1000, 5, Duration.ofMinutes(1), LONG);
        for (long over : overs) {
            SendMoment moment = ((Permit.Granted) admission.acquire("call/" + calls + "/x", "+" + calls++, CAMPAIGN))
                    .moment();
            assertThat(moment.redisMicros()).isGreaterThanOrEqualTo(over + 1_000_000);
        }
    }

    @Test
    void a_rate_set_lower_and_higher_again_holds_for_dials_that_may_be_late() {
        Admission admission = admission(1000, 100, Duration.ofMinutes(1), LONG);
        push(RATE, 1);
        List<Long> moments = new ArrayList<>();
        List<Long> overs = new ArrayList<>();
        for (int rate : List.of(100, 10, 100)) {
            new ControlStore(connection.commands()).apply(Limits.KEY, moments.size() + 1, Optional.of(Json.bytes(
                    Limits.of(Optional.empty(), Optional.of(BigDecimal.valueOf(rate)), Optional.empty())))).join();
            for (int i = 0; i < 60; i++) {
                assertThat(admission.acquire(rate + "-" + moments.size() + "/1/x", "+" + calls++, CAMPAIGN))
                        .isInstanceOf(Permit.Granted.class);
                moments.add(latestMoment());
                overs.add(connection.commands().zscore(RATE, String.valueOf(latestMoment())).toCompletableFuture()
                        .join().longValue());
                int now = moments.size() - 1;
                if (now >= rate) {
                    assertThat(moments.get(now) - overs.get(now - rate)).isGreaterThanOrEqualTo(1_000_000);
                }
            }
        }
        assertThat(overs.getFirst() - moments.getFirst()).as("later dials").isGreaterThan(LONGER_MICROS);
        assertThat(moments.get(179) - moments.get(120)).as("higher again").isLessThan(2_000_000);
    }

    @Test
    void a_rate_below_one_a_second_and_one_with_a_fraction_hold() {
        Admission admission = admission(1000, 0.5, Duration.ofMinutes(1), LONG);
        SendMoment first = ((Permit.Granted) admission.acquire("a/1/x", "+1", CAMPAIGN)).moment();
        SendMoment second = ((Permit.Granted) admission.acquire("b/1/x", "+2", CAMPAIGN)).moment();
        assertThat(second.redisMicros() - first.redisMicros()).isEqualTo(2_025_000);
        Admission fraction = admission(1000, 2.9, Duration.ofMinutes(1), LONG);
        List<Long> moments = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            moments.add(((Permit.Granted) fraction.acquire("c-" + i + "/1/x", "+3" + i, CAMPAIGN)).moment()
                    .redisMicros());
        }
        for (int i = 3; i < moments.size(); i++) {
            assertThat(moments.get(i) - moments.get(i - 3)).as("no more than 3 in a second")
                    .isGreaterThanOrEqualTo(1_025_000);
        }
    }

    @Test
    void a_moment_beyond_the_horizon_is_not_given_and_costs_neither_a_slot_nor_a_moment() {
        Admission admission = admission(10, 0.1, Duration.ofMillis(1100), LONG);
        push(RATE, 1);
        assertThat(admission.acquire("a/1/x", "+1", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        long latest = latestMoment();
        assertThat(admission.acquire("b/1/x", "+2", CAMPAIGN)).isInstanceOfSatisfying(Permit.Later.class,
                later -> assertThat(later.after()).isBetween(Duration.ofMillis(1), Duration.ofMillis(9_150)));
        assertThat(admission.nextMoment("a/1/x", Optional.empty())).isEmpty();
        assertThat(latestMoment()).isEqualTo(latest);
        assertThat(held()).containsExactly("a/1/x");
        assertThat(callees()).containsOnlyKeys("+1");
    }

    @Test
    void a_dial_may_be_later_while_the_rate_is_not_used_up_and_so_none_is_late_into_a_second_that_is_full() {
        Admission admission = admission(1000, 40, Duration.ofSeconds(10), LONG);
        push(RATE, 1);
        List<SendMoment> moments = atOnce(admission, 200);
        long now = moments.getFirst().redisMicros();
        assertThat(moments).allSatisfy(moment -> assertThat(late(moment))
                .isEqualTo(Math.max(6_250, now + LONGER_MICROS + 6_250 - moment.redisMicros())));
        for (int i = 40; i < moments.size(); i++) {
            SendMoment before = moments.get(i - 40);
            assertThat(moments.get(i).redisMicros() - before.redisMicros() - late(before))
                    .as("dial %d, as early as can be, after dial %d, as late as can be", i, i - 40)
                    .isGreaterThanOrEqualTo(1_000_000);
        }
    }

    /** By one script, in which Redis' clock stands still. */
    private static List<SendMoment> atOnce(Admission admission, int permits) {
        return admission.acquire(IntStream.range(0, permits).mapToObj(n -> ask(CAMPAIGN, n)).toList()).stream()
                .map(permit -> ((Permit.Granted) permit).moment()).toList();
    }

    /** By which its dial may leave late, in microseconds; less what is not known of Redis' clock. */
    private static long late(SendMoment moment) {
        return (moment.latestNanos() - moment.earliestNanos()) / 1_000;
    }

    @ParameterizedTest
    @CsvSource({"29, 106250", "30, 6250"})
    void a_rate_that_is_used_by_three_quarters_has_no_room_for_later_dials(int used, long late) {
        Admission admission = admission(1000, 40, Duration.ofSeconds(10), LONG);
        long began;
        SendMoment moment;
        do { // a second later none of them counts any more
            empty();
            began = redisMicros();
            push(RATE, began, used);
            moment = ((Permit.Granted) admission.acquire("a/1/x", "+1", CAMPAIGN)).moment();
        } while (redisMicros() - began > 900_000);
        assertThat(late(moment)).isEqualTo(late);
    }

    /** As many that are over by now as were given. */
    private static void push(String key, long now, int given) {
        for (int i = 0; i < given; i++) {
            connection.commands().zadd(key, now, String.valueOf(now - 500_000 + i)).toCompletableFuture().join();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.1, 1.5, 2.5, 2.9, 10.5})
    void a_dial_may_leave_a_quarter_of_the_tolerance_late_whatever_the_rate(double rate) {
        campaign("slow", "{\"rate_per_second\":" + rate + "}");
        push(RATE, 1);
        push(RATE + ":1:campaign:slow", 1);
        assertThat(admission(1000, rate, Duration.ofSeconds(10), LONG).acquire(List.of(ask(CAMPAIGN, 1))))
                .singleElement()
                .isInstanceOfSatisfying(Permit.Granted.class, it -> assertThat(late(it.moment())).isEqualTo(6_250));
        empty();
        campaign("slow", "{\"rate_per_second\":" + rate + "}");
        push(RATE, 1);
        push(RATE + ":1:campaign:slow", 1);
        assertThat(admission(1000, 1000, Duration.ofSeconds(10), LONG).acquire(List.of(ask("slow", 1)))).singleElement()
                .isInstanceOfSatisfying(Permit.Granted.class, it -> assertThat(late(it.moment())).isEqualTo(6_250));
    }

    @Test
    void a_dial_that_may_be_less_late_than_the_one_before_it_counts_too() {
        campaign("busy", "{\"rate_per_second\":4}");
        Admission admission = admission(1000, 1000, Duration.ofSeconds(10), LONG);
        push(RATE, 1);
        push(RATE + ":1:campaign:busy", redisMicros(), 3);
        List<String> given = admission.acquire(List.of(ask(CAMPAIGN, 1), ask("busy", 2), ask(CAMPAIGN, 3))).stream()
                .map(permit -> String.valueOf(((Permit.Granted) permit).moment().redisMicros())).toList();
        assertThat(given).isSorted().doesNotHaveDuplicates();
        assertThat(moments()).isEqualTo(given);
    }

    @Test
    void moments_that_do_not_count_any_more_are_forgotten() {
        push(RATE, redisMicros() - 2_000_000, 1000);
        admission(1000, 1000, Duration.ofSeconds(10), LONG).acquire("a/1/x", "+1", CAMPAIGN);
        assertThat(moments()).hasSize(1);
    }

    @Test
    void nothing_leaves_within_a_second_after_the_rates_key_was_lost() {
        Admission admission = admission(10, 100, Duration.ofMillis(100), LONG);
        assertThat(admission.acquire("a/1/x", "+1", CAMPAIGN)).isInstanceOfSatisfying(Permit.Later.class,
                later -> assertThat(later.after()).isBetween(Duration.ofMillis(825), Duration.ofMillis(925)));
        Admission farther = admission(10, 100, Duration.ofSeconds(2), LONG);
        long after = redisMicros();
        empty();
        assertThat(farther.acquire("a/1/x", "+1", CAMPAIGN)).isInstanceOfSatisfying(Permit.Granted.class,
                permit -> assertThat(permit.moment().redisMicros()).isGreaterThanOrEqualTo(after + 1_025_000));
    }

    @Test
    void a_moment_too_far_ahead_means_that_the_clock_was_set_back() {
        Admission admission = admission(10, 100, Duration.ofMillis(100), LONG);
        push(RATE, redisMicros() + 3_600_000_000L);
        assertThat(admission.acquire("a/1/x", "+1", CAMPAIGN)).isInstanceOf(Permit.Later.class);
        assertThat(latestMoment()).isLessThanOrEqualTo(redisMicros() + 1_025_000);
    }

    @Test
    void large_numbers_are_stored_whole() {
        LuaScript script = new LuaScript("test", include() + "return { whole(2^53 - 1), whole(1753000000123456) }",
                "unknown");
        List<Object> answer = new ScriptRunner(connection.commands()).run(script, List.of(RATE), List.of()).join();
        assertThat(answer).containsExactly("9007199254740991", "1753000000123456");
        admission(10, 100, LONG, LONG).acquire("a/1/x", "+1", CAMPAIGN);
        assertThat(moments()).allMatch(moment -> moment.matches("[0-9]{16}"));
    }

    @Test
    void one_open_attempt_a_callee_number() {
        Admission admission = admission(10, 1000, Duration.ofSeconds(30), LONG);
        admission.acquire("a/1/x", "+1", CAMPAIGN);
        assertThat(admission.acquire("b/1/x", "+1", CAMPAIGN)).isEqualTo(new Permit.CalleeBusy());
        leases.release("a/1/x", "+1");
        assertThat(admission.acquire("b/1/x", "+1", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        leases.release("a/1/x", "+1");
        assertThat(admission.acquire("c/1/x", "+1", CAMPAIGN)).isEqualTo(new Permit.CalleeBusy());
    }

    @Test
    void a_permit_that_nobody_made_firm_lapses_with_its_slot_but_not_with_its_callee() {
        Admission admission = admission(1, 1000, Duration.ofSeconds(30), LONG);
        admission.acquire("a/1/x", "+1", CAMPAIGN);
        assertThat(admission.acquire("b/1/x", "+2", CAMPAIGN)).isEqualTo(new Permit.Full());
        connection.commands().zincrby(LEASES, -LONG.toMillis(), "a/1/x").toCompletableFuture().join(); // so long passes
        assertThat(admission.acquire("b/1/x", "+2", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        assertThat(leases.makeFirm("a/1/x", "+1")).isFalse();
        assertThat(held()).containsExactly("b/1/x");
        assertThat(admission.acquire("c/1/x", "+1", CAMPAIGN)).isEqualTo(new Permit.CalleeBusy());
        assertThat(admission.acquire("a/1/y", "+1", CAMPAIGN)).isEqualTo(new Permit.Full());
    }

    @Test
    void whoever_reads_a_record_again_takes_over_the_lease_of_the_one_who_died_before_the_claim() {
        Admission admission = admission(1, 1000, Duration.ofSeconds(30), LONG);
        admission.acquire("a/1/dead", "+1", CAMPAIGN);
        assertThat(admission.acquire("a/1/x", "+1", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        assertThat(held()).containsExactly("a/1/x");
        assertThat(leases.makeFirm("a/1/dead", "+1")).isFalse();
    }

    @Test
    void neither_a_firm_lease_nor_one_of_another_attempt_is_taken_over() {
        Admission admission = admission(3, 1000, Duration.ofSeconds(30), LONG);
        admission.acquire("a/1/first", "+1", CAMPAIGN);
        assertThat(admission.acquire("a/2/x", "+1", CAMPAIGN)).isEqualTo(new Permit.CalleeBusy());
        assertThat(admission.acquire("a/b/1/x", "+1", CAMPAIGN)).isEqualTo(new Permit.CalleeBusy());
        leases.makeFirm("a/1/first", "+1");
        assertThat(admission.acquire("a/1/x", "+1", CAMPAIGN)).isEqualTo(new Permit.CalleeBusy());
        assertThat(held()).containsExactly("a/1/first");
    }

    @Test
    void a_firm_lease_stays() {
        Admission admission = admission(1, 1000, Duration.ofSeconds(30), LONG);
        admission.acquire("a/1/x", "+1", CAMPAIGN);
        assertThat(leases.makeFirm("a/1/x", "+1")).isTrue();
        assertThat(leases.makeFirm("a/1/x", "+1")).isTrue();
        assertThat(connection.commands().zscore(LEASES, "a/1/x").toCompletableFuture().join()).isInfinite();
        assertThat(admission.acquire("b/1/x", "+2", CAMPAIGN)).isEqualTo(new Permit.Full());
    }

    @Test
    void asked_twice_under_one_lease_it_is_one_slot_with_a_later_moment() {
        Admission admission = admission(1, 10, Duration.ofSeconds(30), LONG);
        Permit.Granted first = (Permit.Granted) admission.acquire("a/1/x", "+1", CAMPAIGN);
        Permit.Granted second = (Permit.Granted) admission.acquire("a/1/x", "+1", CAMPAIGN);
        assertThat(held()).containsExactly("a/1/x");
        assertThat(second.moment().redisMicros() - first.moment().redisMicros()).isGreaterThanOrEqualTo(82_000);
    }

    @Test
    void asked_again_under_a_firm_lease_it_stays_firm() {
        Admission admission = admission(1, 1000, Duration.ofSeconds(30), LONG);
        admission.acquire("a/1/x", "+1", CAMPAIGN);
        leases.makeFirm("a/1/x", "+1");
        admission.acquire("a/1/x", "+1", CAMPAIGN);
        assertThat(connection.commands().zscore(LEASES, "a/1/x").toCompletableFuture().join()).isInfinite();
    }

    @Test
    void a_release_sent_twice_takes_nothing_from_anybody_else() {
        Admission admission = admission(10, 1000, Duration.ofSeconds(30), LONG);
        admission.acquire("a/1/x", "+1", CAMPAIGN);
        leases.release("a/1/x", "+1");
        admission.acquire("b/1/x", "+1", CAMPAIGN);
        leases.release("a/1/x", "+1");
        assertThat(held()).containsExactly("b/1/x");
        assertThat(callees()).isEqualTo(Map.of("+1", "b/1/x"));
    }

    @Test
    void only_firm_leases_are_listed_and_the_callees_of_gone_leases_can_be_freed() {
        Admission admission = admission(1000, 10_000, Duration.ofSeconds(30), LONG);
        for (int i = 0; i < 700; i++) {
            admission.acquire("call-" + i + "/1/x", "+" + i, CAMPAIGN);
            if (i % 2 == 0) {
                leases.makeFirm("call-" + i + "/1/x", "+1");
            }
        }
        leases.release("call-0/1/x", "");
        leases.release("call-1/1/x", "");
        HeldLeases held = new HeldLeases(connection.commands());
        assertThat(held.firm()).hasSize(349).contains("call-2/1/x").doesNotContain("call-0/1/x", "call-3/1/x");
        assertThat(callees()).hasSize(700);
        assertThat(held.leftCallees()).isEqualTo(Map.of("+0", "call-0/1/x", "+1", "call-1/1/x"));
        held.forget("+0", "call-0/1/x");
        held.forget("+1", "call-3/1/x");
        held.forget("+3", "call-3/1/x");
        assertThat(callees()).hasSize(699).doesNotContainKeys("+0").containsKeys("+1", "+3");
    }

    @Test
    void a_campaign_has_a_cap_and_a_rate_of_its_own_and_its_calls_keep_no_others_waiting() {
        campaign("small", "{\"max_concurrent\":2,\"rate_per_second\":null,\"paused\":false}");
        campaign("slow", "{\"rate_per_second\":0.1}");
        Admission admission = admission(100, 10_000, LONG, LONG);
        connection.commands().zadd(RATE, 1, "1").toCompletableFuture().join();
        connection.commands().zadd(RATE + ":1:campaign:slow", 1, "1").toCompletableFuture().join();
        List<Permit> permits = admission.acquire(Stream.of("small", "small", "small", "slow", "slow", "other")
                .map(campaign -> ask(campaign, calls++)).toList());
        assertThat(permits).extracting(Permit::getClass).containsExactly(Permit.Granted.class, Permit.Granted.class,
                Permit.CampaignFull.class, Permit.Granted.class, Permit.Aside.class, Permit.Granted.class);
        assertThat(permits.get(4)).isInstanceOfSatisfying(Permit.Aside.class, aside -> {
            assertThat(aside.whose()).isEqualTo("slow");
            assertThat(aside.after()).isBetween(Duration.ofSeconds(9), Duration.ofMillis(10_300));
        });
        String first = ((Permit.Granted) permits.getFirst()).lease();
        leases.makeFirm(first, "+1");
        assertThat(admission.acquire(List.of(ask("small", calls++))))
                .hasOnlyElementsOfType(Permit.CampaignFull.class);
        leases.release(first, "+0");
        assertThat(admission.acquire(List.of(ask("small", calls++)))).hasOnlyElementsOfType(Permit.Granted.class);
    }

    @Test
    void the_only_moment_there_is_can_be_given_back_too() {
        Admission admission = admission(100, 0.1, Duration.ofSeconds(3), LONG);
        push(RATE, 1);
        SendMoment moment = ((Permit.Granted) admission.acquire("a/1/x", "+1", CAMPAIGN)).moment();
        admission.giveBack("a/1/x", moment);
        assertThat(((Permit.Granted) admission.acquire("b/1/x", "+2", CAMPAIGN)).moment().redisMicros())
                .isLessThan(moment.redisMicros() + 9_000_000);
    }

    @Test
    void a_missed_moments_successor_goes_before_new_permits() {
        Admission admission = admission(100, 1, Duration.ofMillis(530), LONG);
        push(RATE, 1);
        while (admission.acquire("call-" + calls + "/1/x", "+" + calls++, CAMPAIGN) instanceof Permit.Granted) {
            assertThat(calls).isLessThan(100);
        }
        assertThat(admission.nextMoment("a/1/x", Optional.empty())).isPresent();
        assertThat(admission.acquire("b/1/x", "+b", CAMPAIGN)).isInstanceOf(Permit.Later.class);
    }

    @Test
    void a_campaign_at_its_cap_by_a_dead_permit_lets_the_same_attempt_in() {
        campaign("small", "{\"max_concurrent\":1}");
        Admission admission = admission(100, 10_000, LONG, LONG);
        admission.acquire(List.of(new Ask("call-1/1/dead", "+1", "small", Demand.NONE)));
        assertThat(admission.acquire(List.of(new Ask("call-1/1/x", "+1", "small", Demand.NONE))))
                .hasOnlyElementsOfType(Permit.Granted.class);
    }

    @Test
    void no_call_of_a_paused_campaign_gets_a_permit_until_it_is_resumed() {
        Admission admission = admission(100, 10_000, LONG, LONG);
        campaign("c", "{\"paused\":true}");
        assertThat(admission.acquire(List.of(ask("c", 1))))
                .containsExactly(new Permit.CampaignClosed("its campaign is paused"));
        assertThat(admission.nextMoment("claimed/1/x#c@+1", Optional.empty())).isEmpty();
        campaign("c", "{\"paused\":false}");
        assertThat(admission.acquire(List.of(ask("c", 1)))).hasOnlyElementsOfType(Permit.Granted.class);
    }

    @Test
    void no_call_of_a_cancelled_campaign_gets_a_permit_or_a_further_moment_until_it_is_resumed() {
        Admission admission = admission(100, 10_000, LONG, LONG);
        campaign("c", "{\"cancelled\":{\"before\":\"2027-01-15T14:30:00Z\",\"hang_up\":false,\"resumed\":false}}");
        assertThat(admission.acquire(List.of(ask("c", 1), ask("other", 2)))).satisfiesExactly(
                mine -> assertThat(mine).isEqualTo(new Permit.CampaignCancelled()),
                others -> assertThat(others).isInstanceOf(Permit.Granted.class));
        assertThat(admission.nextMoment("claimed/1/x#c@+1", Optional.empty())).isEmpty();
        campaign("c", "{\"cancelled\":{\"before\":\"2027-01-15T14:30:00Z\",\"hang_up\":false,\"resumed\":true}}");
        assertThat(admission.acquire(List.of(ask("c", 1)))).hasOnlyElementsOfType(Permit.Granted.class);
        campaign("c", "{\"cancelled\":null}");
        assertThat(admission.acquire(List.of(ask("c", 3)))).hasOnlyElementsOfType(Permit.Granted.class);
    }

    private int calls;

    private static Ask ask(String campaign, int number) {
        return new Ask("call-" + number + "/1/x", "+" + number, campaign, Demand.NONE);
    }

    private static void campaign(String id, String settings) {
        connection.commands().hset("campaigns:{admission}", id, settings).toCompletableFuture().join();
    }

    /** On a clock that stands still: it knows the time of Redis exactly. */
    private static Admission admission(int most, double rate, Duration horizon, Duration lapse) {
        AdmissionSettings settings = new AdmissionSettings(most, rate, Duration.ofMillis(25), horizon, 0.05, lapse);
        return new Admission(connection.commands(), settings, () -> 0, CallerNumbers.parse("+14155550100"),
                DialCap.NONE);
    }

    private static String include() {
        String source = LuaScript.load("/callqueue/lua/admission/moment.lua").source();
        return source.substring(0, source.indexOf("local rate_key"));
    }

    private static long latestMoment() {
        return Long.parseLong(moments().getLast());
    }

    private static List<String> moments() {
        return connection.commands().zrange(RATE, 0, -1).toCompletableFuture().join();
    }

    private static void push(String key, long value) {
        connection.commands().zadd(key, value, String.valueOf(value)).toCompletableFuture().join();
    }

    private static List<String> held() {
        return connection.commands().zrange(LEASES, 0, -1).toCompletableFuture().join();
    }

    private static Map<String, String> callees() {
        return connection.commands().hgetall("callees:{admission}").toCompletableFuture().join();
    }

    private static long redisMicros() {
        List<String> time = connection.commands().time().toCompletableFuture().join();
        return Long.parseLong(time.get(0)) * 1_000_000 + Long.parseLong(time.get(1));
    }
}
