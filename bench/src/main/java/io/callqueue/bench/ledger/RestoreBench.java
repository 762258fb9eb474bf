package io.callqueue.bench.ledger;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.callqueue.bench.Figures;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.infra.kafka.EmbeddedKafka;
import io.callqueue.infra.kafka.KafkaOptions;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.infra.redis.Wire;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.request.CallRequest;
import io.callqueue.startup.Connections;
import io.callqueue.store.RedisSettings;
import io.callqueue.store.StatusCounts;

/** For how long a Redis is closed that was emptied while so many calls were open: no fold had their events, so each is read. */
public final class RestoreBench {
    private static final int PARTITIONS = 12;
    private static final int AT_ONCE = 500;
    private static final Duration LATER = Duration.ofDays(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 5;
    private final int calls;
    private final int rounds;
    private final PrintStream out;
    private final Figures perSecond = new Figures();

    public RestoreBench(int calls, int rounds, PrintStream out) {
        this.calls = calls;
        this.rounds = rounds;
        this.out = out;
    }

    public void run() throws IOException, InterruptedException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaOptions.temporary());
                EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.temporary());
                Connections to = Connections.open(
                        new KafkaSettings(kafka.bootstrapServers(), PARTITIONS, (short) 1, PATIENCE),
                        new RedisSettings(redis.uri(), PATIENCE), new Random(1))) {
            queue(to);
            for (int round = 0; round <= rounds; round++) {
                double seconds = closedFor(redis, to);
                out.printf("  closed for %.2f s%n", seconds);
                if (round > 0) {
                    perSecond.add(calls / seconds);
                }
            }
            out.printf("restore: %,d open calls, half of them scheduled; median of %d rounds (and range)%n", calls,
                    rounds);
            out.printf("  from FLUSHALL until calls move again  %s calls a second%n", perSecond.whole());
        }
    }

    private void queue(Connections to) {
        Instant now = Instant.now();
        for (int first = 0; first < calls; first += AT_ONCE) {
            List<CompletableFuture<?>> queued = new ArrayList<>();
            for (int number = first; number < Math.min(calls, first + AT_ONCE); number++) {
                CallRequest request = Written.request("call-" + number, "campaign-" + number % 20);
                Optional<Instant> due = number % 2 == 0 ? Optional.of(now.plus(LATER)) : Optional.empty();
                Call call = Call.created(new CallId("call-" + number), request.order(now), due);
                queued.add(to.store().create(call, request)
                        .thenCompose(created -> to.topics().event(created.call(), request)));
            }
            queued.forEach(CompletableFuture::join);
        }
    }

    private double closedFor(EmbeddedRedis redis, Connections to) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Wire.ask("127.0.0.1", redis.port(), "FLUSHALL");
        while (to.redisClosedBecause().isEmpty()) {
            Thread.sleep(LOOK_MILLIS);
        }
        while (to.redisClosedBecause().isPresent()) {
            Thread.sleep(LOOK_MILLIS);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        StatusCounts counts = to.store().overview().counts().join();
        long back = Stream.of(CallStatus.values()).mapToLong(counts::of).sum();
        if (back != calls) {
            throw new IllegalStateException(back + " calls of " + calls + " are back");
        }
        return seconds;
    }
}
