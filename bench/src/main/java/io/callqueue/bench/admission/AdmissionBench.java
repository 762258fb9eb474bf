package io.callqueue.bench.admission;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.callqueue.bench.Figures;
import io.callqueue.call.Priority;
import io.callqueue.control.ControlStore;
import io.callqueue.dispatcher.admission.Admission;
import io.callqueue.dispatcher.admission.AdmissionSettings;
import io.callqueue.dispatcher.admission.Ask;
import io.callqueue.dispatcher.admission.Demand;
import io.callqueue.dispatcher.admission.DialCap;
import io.callqueue.dispatcher.admission.Permit;
import io.callqueue.dispatcher.plivo.CallerNumbers;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.store.RedisConnection;
import io.callqueue.store.RedisSettings;

/** Permits a second, where neither cap nor rate holds any back: every one is granted. */
public final class AdmissionBench {
    private static final int IN_FLIGHT = 50;
    private static final int BATCH = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final int permits;
    private final int rounds;
    private final PrintStream out;
    private final AtomicLong numbers = new AtomicLong(1_000_000_000_000L);

    /** @param permits of each round, @param rounds not counting the first, which warms up */
    public AdmissionBench(int permits, int rounds, PrintStream out) {
        this.permits = permits;
        this.rounds = rounds;
        this.out = out;
    }

    public void run() throws IOException, InterruptedException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.temporary());
                RedisConnection connection = RedisConnection.open(new RedisSettings(redis.uri(), PATIENCE))) {
            Admission admission = new Admission(connection.commands(),
                    new AdmissionSettings(1_000_000_000, 10_000, Duration.ofMillis(25), Duration.ofMinutes(1), 0.05,
                            Duration.ofMinutes(10)),
                    System::nanoTime, CallerNumbers.parse("+14155550100"), DialCap.NONE);
            RedisBenchmark benchmark = new RedisBenchmark(redis.port());
            Figures bare = new Figures();
            Figures ours = new Figures();
            Figures batches = new Figures();
            for (int round = 0; round <= rounds; round++) {
                open(connection);
                List<String> command = benchmark.command("EVALSHA",
                        () -> ask(admission, List.of(ask(RedisBenchmark.ANOTHER_NUMBER))));
                double limit = benchmark.run(command, permits, IN_FLIGHT);
                open(connection);
                double single = perSecond(admission, 1);
                open(connection);
                double many = perSecond(admission, BATCH);
                out.printf("  redis-benchmark %,.0f, one a script %,.0f, %d a script %,.0f%n", limit, single, BATCH,
                        many);
                if (round > 0) {
                    bare.add(limit);
                    ours.add(single);
                    batches.add(many);
                }
            }
            report(bare, ours, batches);
        }
    }

    /** An empty Redis whose rate is out of reach: one permit a microsecond. */
    private static void open(RedisConnection connection) {
        String unused = connection.unchecked().flushall().toCompletableFuture().join();
        connection.takeAsComplete();
        connection.commands().hset(ControlStore.LIMITS, "rate_limit_per_second", "1000000000").toCompletableFuture()
                .join();
        connection.commands().set("rate:{admission}", "1").toCompletableFuture().join();
    }

    private double perSecond(Admission admission, int batch) throws InterruptedException {
        long start = System.nanoTime();
        AtomicLong left = new AtomicLong(permits);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<?> unused = IntStream.range(0, IN_FLIGHT).mapToObj(caller -> callers.submit(() -> {
                while (left.getAndAdd(-batch) > 0) {
                    ask(admission, LongStream.range(0, batch)
                            .mapToObj(i -> ask(String.valueOf(numbers.incrementAndGet()))).toList());
                }
            })).toList();
        }
        return permits / ((System.nanoTime() - start) / 1e9);
    }

    private static Ask ask(String number) {
        return new Ask("call-" + number + "/1/x", "+" + number, "campaign-1",
                new Demand(Priority.NORMAL, Set.of(Priority.NORMAL)));
    }

    private static void ask(Admission admission, List<Ask> asks) {
        if (!admission.acquire(asks).stream().allMatch(Permit.Granted.class::isInstance)) {
            throw new IllegalStateException("a permit was refused that this measure is about");
        }
    }

    private void report(Figures bare, Figures ours, Figures batches) {
        out.printf("admission: %,d permits, %d scripts in flight; medians of %d rounds (and ranges)%n", permits,
                IN_FLIGHT, rounds);
        out.printf("  redis-benchmark, the same script   %s scripts a second%n", bare.whole());
        out.printf("  admission, one permit a script     %s, %s of it%n", ours.whole(), ours.over(bare).ratio());
        out.printf("  admission, %d permits a script     %s permits a second%n", BATCH, batches.whole());
    }
}
