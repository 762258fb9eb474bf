package io.callqueue.bench.ledger;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.callqueue.bench.Figures;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Verdict;
import io.callqueue.infra.kafka.EmbeddedKafka;
import io.callqueue.infra.kafka.KafkaOptions;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.infra.redis.Wire;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.request.CallRequest;
import io.callqueue.startup.Connections;
import io.callqueue.store.AdmissionKeys;
import io.callqueue.store.Mover;
import io.callqueue.store.RedisSettings;
import io.callqueue.store.StatusCounts;

/** For how long a Redis is closed that was emptied while so many calls were open: no fold had their events, so each is read. */
public final class RestoreBench {
    private static final int PARTITIONS = 12;
    private static final int AT_ONCE = 500;
    private static final Duration LATER = Duration.ofDays(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Of the attempts, whose calls' timers do not fire in the meantime. */
    private static final Duration MARGIN = Duration.ofDays(1);
    private static final String LEASE = "/1/token#campaign-1@+14155550100";
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
            open(to);
            for (int round = 0; round <= rounds; round++) {
                double seconds = closedFor(redis, to);
                out.printf("  closed for %.2f s%n", seconds);
                if (round > 0) {
                    perSecond.add(calls / seconds);
                }
            }
            out.printf(
                    "restore: %,d open calls, half of them scheduled, a tenth to be tried again, a tenth under way; median of %d rounds (and range)%n",
                    calls,
                    rounds);
            out.printf("  from FLUSHALL until calls move again  %s calls a second%n", perSecond.whole());
        }
    }

    private void open(Connections to) {
        Instant now = Instant.now();
        for (int first = 0; first < calls; first += AT_ONCE) {
            List<CompletableFuture<?>> opened = new ArrayList<>();
            for (int number = first; number < Math.min(calls, first + AT_ONCE); number++) {
                CompletableFuture<Call> call = create(to, number, now);
                for (Mover mover : since(number)) {
                    call = call.thenCompose(before -> move(to, before, mover));
                }
                opened.add(call);
            }
            opened.forEach(CompletableFuture::join);
        }
    }

    private static CompletableFuture<Call> create(Connections to, int number, Instant now) {
        CallRequest request = Written.request(number);
        Optional<Instant> due = number % 2 == 0 ? Optional.of(now.plus(LATER)) : Optional.empty();
        Call call = Call.created(new CallId("call-" + number), request.order(now), due);
        return to.store().create(call, request)
                .thenCompose(created -> to.topics().event(created.call(), request).thenApply(acked -> created.call()));
    }

    private static CompletableFuture<Call> move(Connections to, Call call, Mover mover) {
        return to.store().update(call.id(), mover).thenCompose(moved -> {
            Call after = moved.known().orElseThrow();
            return to.topics().event(after).thenApply(acked -> after);
        });
    }

    /** Of ten calls five wait for their time, three in line, one was busy and is tried again later, one is under way. */
    private static List<Mover> since(int number) {
        Mover claim = (call, now) -> Moves.claim(call, 1, now, "pod", "call-" + number + LEASE, MARGIN);
        Mover accept = (call, now) -> Moves.accept(call, 1, now, Optional.of("request-" + number), Optional.empty(),
                MARGIN);
        Mover answer = (call, now) -> Moves.answer(call, 1, now, now, Optional.of("uuid-" + number), MARGIN);
        Mover busy = (call, now) -> Moves.end(call, 1, now, Ending.of(now, Outcome.BUSY, "busy"), Optional.empty(),
                new Verdict.Retry(LATER, true));
        return switch (number % 10) {
            case 7 -> List.of(claim, accept, busy);
            case 9 -> List.of(claim, accept, answer);
            default -> List.of();
        };
    }

    private double closedFor(EmbeddedRedis redis, Connections to) throws IOException, InterruptedException {
        Map<CallStatus, Long> before = counts(to);
        long start = System.nanoTime();
        Wire.ask("127.0.0.1", redis.port(), "FLUSHALL");
        while (to.redisClosedBecause().isEmpty()) {
            Thread.sleep(LOOK_MILLIS);
        }
        while (to.redisClosedBecause().isPresent()) {
            Thread.sleep(LOOK_MILLIS);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<CallStatus, Long> after = counts(to);
        if (!after.equals(before)) {
            throw new IllegalStateException("there were " + before + ", now there are " + after);
        }
        long live = after.getOrDefault(CallStatus.IN_PROGRESS, 0L);
        long held = to.redis().zcard(AdmissionKeys.LEASES).toCompletableFuture().join();
        if (held != live) {
            throw new IllegalStateException(
                    held + " slots are held by " + live + " calls under way");
        }
        return seconds;
    }

    private static Map<CallStatus, Long> counts(Connections to) {
        StatusCounts counts = to.store().overview().counts().join();
        return Stream.of(CallStatus.values()).collect(Collectors.toMap(Function.identity(), counts::of));
    }
}
