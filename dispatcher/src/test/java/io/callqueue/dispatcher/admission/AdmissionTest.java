package io.callqueue.dispatcher.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.dispatcher.plivo.CallerNumbers;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.store.LuaScript;
import io.callqueue.store.RedisConnection;
import io.callqueue.store.RedisSettings;
import io.callqueue.store.ScriptRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class AdmissionTest {
    private static final String CAMPAIGN = "campaign-1";
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final String LEASES = "leases:{admission}";
    private static final String RATE = "rate:{admission}";
    private static final Duration LONG = Duration.ofMinutes(1);
    private static RedisConnection connection;

    @BeforeAll
    static void connect() {
        connection = RedisConnection.open(new RedisSettings(redis.uri(), Duration.ofSeconds(2)));
    }

    @AfterAll
    static void disconnect() {
        connection.close();
    }

    @BeforeEach
    void empty() {
        redis.flush();
    }

    @Test
    void no_more_leases_than_the_cap_are_given() {
        Admission admission = admission(2, 1000, Duration.ofSeconds(30), LONG);
        assertThat(admission.acquire("a/1/x", "+1", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        assertThat(admission.acquire("b/1/x", "+2", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        assertThat(admission.acquire("c/1/x", "+3", CAMPAIGN)).isEqualTo(new Permit.Full());
        admission.release("a/1/x", "+1");
        assertThat(admission.acquire("c/1/x", "+3", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
    }

    @Test
    void moments_lie_at_least_the_spacing_apart() {
        Admission admission = admission(1000, 200, Duration.ofSeconds(30), LONG);
        List<Long> moments = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String lease = "call-" + i + "/1/x";
            assertThat(admission.acquire(lease, "+" + i, CAMPAIGN)).isInstanceOf(Permit.Granted.class);
            moments.add(nextFree());
            if (i % 3 == 0) {
                assertThat(admission.nextMoment("a/1/x")).isPresent();
                moments.add(nextFree());
            }
        }
        for (int i = 1; i < moments.size(); i++) {
            assertThat(moments.get(i) - moments.get(i - 1)).isGreaterThanOrEqualTo(5_125);
        }
    }

    @Test
    void a_moment_beyond_the_horizon_is_not_given_and_costs_neither_a_slot_nor_a_moment() {
        Admission admission = admission(10, 1, Duration.ofMillis(1100), LONG);
        assertThat(admission.acquire("a/1/x", "+1", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        long free = nextFree();
        assertThat(admission.acquire("b/1/x", "+2", CAMPAIGN)).isInstanceOfSatisfying(Permit.Later.class,
                later -> assertThat(later.after()).isBetween(Duration.ofMillis(1), Duration.ofMillis(1025)));
        assertThat(admission.nextMoment("a/1/x")).isEmpty();
        assertThat(nextFree()).isEqualTo(free);
        assertThat(held()).containsExactly("a/1/x");
        assertThat(callees()).containsOnlyKeys("+1");
    }

    @Test
    void nothing_leaves_within_a_second_after_the_rates_key_was_lost() {
        Admission admission = admission(10, 100, Duration.ofMillis(100), LONG);
        long before = redisMicros();
        assertThat(admission.acquire("a/1/x", "+1", CAMPAIGN)).isInstanceOfSatisfying(Permit.Later.class,
                later -> assertThat(later.after()).isBetween(Duration.ofMillis(800), Duration.ofMillis(900)));
        assertThat(nextFree()).isGreaterThanOrEqualTo(before + 1_000_000);
    }

    @Test
    void a_moment_too_far_ahead_means_that_the_clock_was_set_back() {
        Admission admission = admission(10, 100, Duration.ofMillis(100), LONG);
        set(RATE, redisMicros() + 3_600_000_000L);
        assertThat(admission.acquire("a/1/x", "+1", CAMPAIGN)).isInstanceOf(Permit.Later.class);
        assertThat(nextFree()).isLessThanOrEqualTo(redisMicros() + 1_000_000);
    }

    @Test
    void large_numbers_are_stored_whole() {
        LuaScript script = new LuaScript(include() + "return { whole(2^53 - 1), whole(1753000000123456) }", "unknown");
        List<Object> answer = new ScriptRunner(connection.commands()).run(script, List.of(RATE), List.of()).join();
        assertThat(answer).containsExactly("9007199254740991", "1753000000123456");
        admission(10, 100, LONG, LONG).acquire("a/1/x", "+1", CAMPAIGN);
        assertThat(get(RATE)).matches("[0-9]{16}");
    }

    @Test
    void one_open_attempt_a_callee_number() {
        Admission admission = admission(10, 1000, Duration.ofSeconds(30), LONG);
        admission.acquire("a/1/x", "+1", CAMPAIGN);
        assertThat(admission.acquire("b/1/x", "+1", CAMPAIGN)).isEqualTo(new Permit.CalleeBusy());
        admission.release("a/1/x", "+1");
        assertThat(admission.acquire("b/1/x", "+1", CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        admission.release("a/1/x", "+1");
        assertThat(admission.acquire("c/1/x", "+1", CAMPAIGN)).isEqualTo(new Permit.CalleeBusy());
    }

    @Test
    void a_permit_that_nobody_made_firm_lapses_with_its_slot_but_not_with_its_callee() {
        Admission admission = admission(1, 1000, Duration.ofSeconds(30), Duration.ofSeconds(1));
        admission.acquire("a/1/x", "+1", CAMPAIGN);
        assertThat(admission.acquire("b/1/x", "+2", CAMPAIGN)).isEqualTo(new Permit.Full());
        await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(5))
                .until(() -> admission.acquire("b/1/x", "+2", CAMPAIGN) instanceof Permit.Granted);
        assertThat(admission.makeFirm("a/1/x")).isFalse();
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
        assertThat(admission.makeFirm("a/1/dead")).isFalse();
    }

    @Test
    void neither_a_firm_lease_nor_one_of_another_attempt_is_taken_over() {
        Admission admission = admission(3, 1000, Duration.ofSeconds(30), LONG);
        admission.acquire("a/1/first", "+1", CAMPAIGN);
        assertThat(admission.acquire("a/2/x", "+1", CAMPAIGN)).isEqualTo(new Permit.CalleeBusy());
        assertThat(admission.acquire("a/b/1/x", "+1", CAMPAIGN)).isEqualTo(new Permit.CalleeBusy());
        admission.makeFirm("a/1/first");
        assertThat(admission.acquire("a/1/x", "+1", CAMPAIGN)).isEqualTo(new Permit.CalleeBusy());
        assertThat(held()).containsExactly("a/1/first");
    }

    @Test
    void a_firm_lease_stays() {
        Admission admission = admission(1, 1000, Duration.ofSeconds(30), Duration.ofSeconds(1));
        admission.acquire("a/1/x", "+1", CAMPAIGN);
        assertThat(admission.makeFirm("a/1/x")).isTrue();
        assertThat(admission.makeFirm("a/1/x")).isTrue();
        assertThat(connection.commands().zscore(LEASES, "a/1/x").toCompletableFuture().join()).isInfinite();
        assertThat(admission.acquire("b/1/x", "+2", CAMPAIGN)).isEqualTo(new Permit.Full());
    }

    @Test
    void asked_twice_under_one_lease_it_is_one_slot_with_a_later_moment() {
        Admission admission = admission(1, 10, Duration.ofSeconds(30), LONG);
        Permit.Granted first = (Permit.Granted) admission.acquire("a/1/x", "+1", CAMPAIGN);
        Permit.Granted second = (Permit.Granted) admission.acquire("a/1/x", "+1", CAMPAIGN);
        assertThat(held()).containsExactly("a/1/x");
        assertThat(second.moment().earliestNanos() - first.moment().earliestNanos()).isGreaterThan(90_000_000);
    }

    @Test
    void asked_again_under_a_firm_lease_it_stays_firm() {
        Admission admission = admission(1, 1000, Duration.ofSeconds(30), Duration.ofSeconds(1));
        admission.acquire("a/1/x", "+1", CAMPAIGN);
        admission.makeFirm("a/1/x");
        admission.acquire("a/1/x", "+1", CAMPAIGN);
        assertThat(connection.commands().zscore(LEASES, "a/1/x").toCompletableFuture().join()).isInfinite();
    }

    @Test
    void a_release_sent_twice_takes_nothing_from_anybody_else() {
        Admission admission = admission(10, 1000, Duration.ofSeconds(30), LONG);
        admission.acquire("a/1/x", "+1", CAMPAIGN);
        admission.release("a/1/x", "+1");
        admission.acquire("b/1/x", "+1", CAMPAIGN);
        admission.release("a/1/x", "+1");
        assertThat(held()).containsExactly("b/1/x");
        assertThat(callees()).isEqualTo(Map.of("+1", "b/1/x"));
    }

    @Test
    void only_firm_leases_are_listed_and_the_callees_of_gone_leases_can_be_freed() {
        Admission admission = admission(1000, 10_000, Duration.ofSeconds(30), LONG);
        for (int i = 0; i < 700; i++) {
            admission.acquire("call-" + i + "/1/x", "+" + i, CAMPAIGN);
            if (i % 2 == 0) {
                admission.makeFirm("call-" + i + "/1/x");
            }
        }
        admission.release("call-0/1/x", "");
        admission.release("call-1/1/x", "");
        HeldLeases held = new HeldLeases(connection.commands());
        assertThat(held.firm()).hasSize(349).contains("call-2/1/x").doesNotContain("call-0/1/x", "call-3/1/x");
        assertThat(callees()).hasSize(700);
        assertThat(held.leftCallees()).isEqualTo(Map.of("+0", "call-0/1/x", "+1", "call-1/1/x"));
        held.forget("+0", "call-0/1/x");
        held.forget("+1", "call-3/1/x");
        held.forget("+3", "call-3/1/x");
        assertThat(callees()).hasSize(699).doesNotContainKeys("+0").containsKeys("+1", "+3");
    }

    private static Admission admission(int most, double rate, Duration horizon, Duration lapse) {
        AdmissionSettings settings = new AdmissionSettings(most, rate, Duration.ofMillis(25), horizon, 0.05, lapse);
        return new Admission(connection.commands(), settings, System::nanoTime, CallerNumbers.parse("+14155550100"));
    }

    private static String include() {
        String source = LuaScript.load("/callqueue/lua/admission/moment.lua").source();
        return source.substring(0, source.indexOf("local rate_key"));
    }

    private static long nextFree() {
        return Long.parseLong(get(RATE));
    }

    private static String get(String key) {
        return Optional.ofNullable(connection.commands().get(key).toCompletableFuture().join()).orElse("");
    }

    private static void set(String key, long value) {
        connection.commands().set(key, String.valueOf(value)).toCompletableFuture().join();
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
