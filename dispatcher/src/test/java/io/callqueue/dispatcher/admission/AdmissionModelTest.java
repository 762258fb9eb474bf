package io.callqueue.dispatcher.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.control.ControlStore;
import io.callqueue.dispatcher.CompleteRedis;
import io.callqueue.dispatcher.plivo.CallerNumbers;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.store.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scripts beside a plain model, in random order, any of them sent twice, while the cap changes and the clock of Redis steps. A lapse is
 * played by giving a lease a score in the past, a step of the clock by moving all that is stored the other way.
 */
class AdmissionModelTest {
    private static final List<String> CAMPAIGNS = List.of("c-0", "c-1");
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final String LEASES = "leases:{admission}";
    private static final String RATE = "send-moments:{admission}";
    private static final int CAP = 5;
    private static final int STEPS = 4_000;
    /** Longer than a permit lasts. */
    private static final Duration STEP = Duration.ofHours(1);
    private static RedisConnection connection;
    private static Leases leases;
    private final Map<String, Boolean> firmByLease = new HashMap<>();
    private final Set<String> lapsed = new HashSet<>();
    /** Permits that the clock of Redis, set back, makes last too long. */
    private final Set<String> ahead = new HashSet<>();
    private int cap = CAP;
    private final Map<String, Integer> campaignCaps = new HashMap<>();
    private final Map<String, String> calleeOf = new HashMap<>();
    private final Map<String, String> leaseOf = new HashMap<>();

    @BeforeAll
    static void connect() {
        connection = CompleteRedis.open(redis.uri());
        leases = new Leases(connection.commands(), DialCap.NONE);
    }

    @AfterAll
    static void disconnect() {
        connection.close();
    }

    @Test
    void leases_are_what_the_model_says_after_every_step() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Admission admission = new Admission(connection.commands(), new AdmissionSettings(CAP, 10_000,
                Duration.ofMillis(10), Duration.ofMinutes(1), 0.05, Duration.ofMinutes(10)), System::nanoTime,
                CallerNumbers.parse("+14155550100"), DialCap.NONE);
        for (int step = 0; step < STEPS; step++) {
            int call = random.nextInt(12);
            String attempt = "call-" + call + "/1/";
            String lease = attempt + (random.nextBoolean() ? "x" : "y") + "#" + CAMPAIGNS.get(call % 2) + "@+1";
            String callee = calleeOf.computeIfAbsent(attempt, l -> "+" + random.nextInt(6));
            int action = random.nextInt(13);
            int times = 1 + random.nextInt(2);
            for (int i = 0; i < times; i++) {
                act(admission, action, lease, callee, random);
            }
            assertThat(stored(LEASES, Double.POSITIVE_INFINITY)).as("seed %s, step %s", seed, step)
                    .containsExactlyInAnyOrderElementsOf(live());
            for (String campaign : CAMPAIGNS) { // what is too far ahead goes when the campaign is asked for next
                assertThat(possible(LEASES + ":" + campaign)).as("%s, seed %s, step %s", campaign, seed, step)
                        .containsExactlyInAnyOrderElementsOf(live().stream()
                                .filter(l -> campaign(l).equals(campaign) && !ahead.contains(l)).toList());
            }
        }
    }

    private void act(Admission admission, int action, String lease, String callee, Random random) {
        switch (action) {
            case 10 -> changeCap(1 + random.nextInt(8));
            case 12 -> changeCap(CAMPAIGNS.get(random.nextInt(2)), random.nextInt(5));
            case 11 -> stepClock(random.nextBoolean() ? STEP : STEP.negated());
            case 0, 1, 2, 3 -> acquire(admission, lease, callee);
            case 4, 5 -> firm(lease);
            case 6, 7 -> release(lease, callee);
            case 8 -> lapse(random);
            default -> {
                if (random.nextInt(4) == 0) {
                    adopt(lease, callee);
                }
            }
        }
    }

    private void acquire(Admission admission, String lease, String callee) {
        Permit permit = admission.acquire(lease, callee, campaign(lease));
        lapsed.forEach(firmByLease::remove); // a request for a slot clears away what has lapsed
        lapsed.clear();
        ahead.forEach(firmByLease::remove);
        ahead.clear();
        boolean held = firmByLease.containsKey(lease);
        String other = leaseOf.getOrDefault(callee, "");
        boolean busy = !held && !other.equals(lease) && !other.isEmpty();
        boolean takesOver = busy && !Boolean.TRUE.equals(firmByLease.get(other))
                && attempt(other).equals(attempt(lease));
        if (takesOver) {
            firmByLease.remove(other);
        }
        if (busy && !takesOver) {
            assertThat(permit).isEqualTo(new Permit.CalleeBusy());
        } else if (!held && heldBy(campaign(lease)) >= campaignCaps.getOrDefault(campaign(lease), Integer.MAX_VALUE)) {
            assertThat(permit).isInstanceOf(Permit.CampaignFull.class);
        } else if (!held && firmByLease.size() >= cap) {
            assertThat(permit).isEqualTo(new Permit.Full());
        } else if (permit instanceof Permit.Granted) {
            firmByLease.putIfAbsent(lease, false);
            leaseOf.put(callee, lease);
        } else {
            assertThat(permit).isInstanceOf(Permit.Later.class);
        }
    }

    private long heldBy(String campaign) {
        return firmByLease.keySet().stream().filter(lease -> campaign(lease).equals(campaign)).count();
    }

    private static String campaign(String lease) {
        return lease.substring(lease.indexOf('#') + 1, lease.indexOf('@'));
    }

    private static String attempt(String lease) {
        return lease.substring(0, lease.lastIndexOf('/'));
    }

    private void firm(String lease) {
        boolean expected = firmByLease.containsKey(lease) && !lapsed.contains(lease);
        assertThat(leases.makeFirm(lease, "+1")).isEqualTo(expected);
        if (expected) {
            firmByLease.put(lease, true);
            ahead.remove(lease);
        }
    }

    /** As a person sets it at runtime: what is held above it stays. */
    private void changeCap(int most) {
        cap = most;
        connection.commands().hset(ControlStore.LIMITS, "max_concurrent_calls", String.valueOf(most))
                .toCompletableFuture().join();
    }

    /** @param most none for 0 */
    private void changeCap(String campaign, int most) {
        if (most == 0) {
            campaignCaps.remove(campaign);
            connection.commands().hdel("campaigns:{admission}", campaign).toCompletableFuture().join();
        } else {
            campaignCaps.put(campaign, most);
            connection.commands().hset("campaigns:{admission}", campaign,
                    "{\"max_concurrent\":" + most + ",\"rate_per_second\":null}").toCompletableFuture().join();
        }
    }

    private void stepClock(Duration forward) {
        long millis = forward.toMillis();
        List<String> permits = firmByLease.keySet().stream()
                .filter(l -> Boolean.FALSE.equals(firmByLease.get(l)) && !lapsed.contains(l) && !ahead.contains(l))
                .toList();
        for (String permit : permits) {
            connection.commands().zincrby(LEASES, -millis, permit).toCompletableFuture().join();
            connection.commands().zincrby(LEASES + ":" + campaign(permit), -millis, permit).toCompletableFuture()
                    .join();
            (millis > 0 ? lapsed : ahead).add(permit);
        }
        List<ScoredValue<String>> moments = connection.commands().zrangeWithScores(RATE, 0, -1).toCompletableFuture()
                .join();
        connection.commands().del(RATE).toCompletableFuture().join();
        moments.forEach(each -> connection.commands().zadd(RATE, each.getScore() - millis * 1_000,
                String.valueOf(Long.parseLong(each.getValue()) - millis * 1_000)).toCompletableFuture().join());
    }

    private void release(String lease, String callee) {
        leases.release(lease, callee);
        firmByLease.remove(lease);
        lapsed.remove(lease);
        ahead.remove(lease);
        leaseOf.remove(callee, lease);
    }

    private void lapse(Random random) {
        List<String> permits = new ArrayList<>(
                firmByLease.keySet().stream().filter(l -> Boolean.FALSE.equals(firmByLease.get(l))).toList());
        if (!permits.isEmpty()) {
            String lease = permits.get(random.nextInt(permits.size()));
            connection.commands().zadd(LEASES, 1, lease).toCompletableFuture().join();
            connection.commands().zadd(LEASES + ":" + campaign(lease), 1, lease).toCompletableFuture().join();
            lapsed.add(lease);
            ahead.remove(lease);
        }
    }

    private void adopt(String lease, String callee) {
        leases.adopt(lease, callee);
        lapsed.remove(lease);
        ahead.remove(lease);
        firmByLease.put(lease, true);
        String other = leaseOf.getOrDefault(callee, "");
        boolean permitted = firmByLease.containsKey(other) && !lapsed.contains(other)
                && !attempt(other).equals(attempt(lease));
        if (other.equals(lease) || !permitted && !Boolean.TRUE.equals(firmByLease.get(other))) {
            leaseOf.put(callee, lease);
        }
    }

    private Set<String> live() {
        Set<String> live = new HashSet<>(firmByLease.keySet());
        live.removeAll(lapsed);
        return live;
    }

    private List<String> possible(String key) {
        List<String> possible = new ArrayList<>(stored(key, (double) nowMillis() + STEP.toMillis() / 2));
        possible.addAll(connection.commands()
                .zrangebyscore(key, Range.create(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY))
                .toCompletableFuture().join());
        return possible;
    }

    private List<String> stored(String key, double latest) {
        return connection.commands().zrangebyscore(key, Range.create(nowMillis(), latest)).toCompletableFuture()
                .join();
    }

    private static long nowMillis() {
        return Long.parseLong(connection.commands().time().toCompletableFuture().join().getFirst()) * 1_000;
    }
}
