package io.callqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Decision;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;
import io.callqueue.call.Reschedule;
import io.callqueue.call.SampleCalls;
import io.callqueue.call.Verdict;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.CallRequest;

import static io.callqueue.store.OpenStore.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Many threads move the same calls at random; afterwards every call is kept by exactly one keeper, and every count is right. */
class RandomMovesTest {
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();

    private static final int CALLS = 60;
    private static final int THREADS = 6;
    private static final int STEPS = 1_500;
    private final Set<String> versions = ConcurrentHashMap.newKeySet();

    @Test
    void the_keeping_rule_holds_and_every_version_is_counted_once() throws InterruptedException, ExecutionException {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("RandomMovesTest: -Dseed=" + seed);
        try (OpenStore open = new OpenStore(redis.uri());
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> walks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seed + i);
                CallStore store = i % 2 == 0 ? open.store : open.sendingTwice();
                walks.add(threads.submit(() -> walk(store, random)));
            }
            for (Future<?> walk : walks) {
                walk.get();
            }
            assertThat(KeepingRule.violations(open)).as("seed " + seed).isEmpty();
            assertThat(versions.size()).as("moves made").isGreaterThan(500);
        }
    }

    private void walk(CallStore store, Random random) {
        for (int step = 0; step < STEPS; step++) {
            String id = "call-" + random.nextInt(CALLS);
            switch (random.nextInt(10)) {
                case 0 -> create(store, id, random);
                case 1, 2 -> await(store.fireDue(random.nextInt(CallId.SHARDS), 1 + random.nextInt(5),
                        millis(random), millis(random), millis(random).plusMillis(1)));
                case 3 -> await(store.unpark(random.nextInt(CallId.SHARDS), campaign(random), 1 + random.nextInt(3),
                        random.nextBoolean()));
                case 4 -> await(store.confirm(new CallId(id).shard(),
                        List.of(new Popped(new CallId(id), random.nextInt(12), 1))));
                default -> move(store, new CallId(id), random);
            }
        }
    }

    private static void create(CallStore store, String id, Random random) {
        CallRequest request = OpenStore.request(campaign(random)).withPriority(Priority.values()[random.nextInt(4)]);
        Optional<Instant> due = random.nextBoolean() ? Optional.of(Instant.now()) : Optional.empty();
        await(store.create(OpenStore.call(id, request, due), request));
    }

    private static String campaign(Random random) {
        return "campaign-" + random.nextInt(2);
    }

    private void move(CallStore store, CallId id, Random random) {
        int kind = random.nextInt(20);
        Duration span = millis(random);
        Update update = await(store.update(id, (call, now) -> decide(kind, call, now, span)));
        if (update instanceof Update.Moved(Call call)) {
            assertThat(versions.add(id + " " + call.version())).as("version counted twice: " + call).isTrue();
        }
    }

    private static Decision decide(int kind, Call call, Instant now, Duration span) {
        int attempt = call.attemptNumber();
        Optional<String> uuid = Optional.of("uuid");
        return switch (kind) {
            case 0, 1, 2, 3 -> Moves.claim(call, call.revision(), now, "pod", "lease", span);
            case 4 -> Moves.defer(call, call.revision(), now, now.plus(span), "window");
            case 14, 15, 16 -> Moves.park(call, call.revision(), now, "paused");
            case 17 -> reschedule(call, now, Optional.of(now.plus(span)), Optional.empty());
            case 18, 19 -> reschedule(call, now, Optional.empty(),
                    Optional.of(Priority.values()[(int) (call.version() % 4)]));
            case 5 -> Moves.schedule(call, call.revision(), now, now.plus(span));
            case 6 -> Moves.accept(call, attempt, now, uuid, uuid, span);
            case 7 -> Moves.ring(call, attempt, now, now, uuid, span);
            case 8 -> Moves.answer(call, attempt, now, now, uuid, span);
            case 9 -> Moves.missing(call, attempt, now, span);
            case 10 -> end(call, now, new Verdict.Retry(span, false));
            case 11 -> end(call, now, new Verdict.Defer(span));
            case 12 -> call.status() == CallStatus.RINGING && call.version() > 20
                    ? Moves.cancel(call, now)
                    : new Decision.Stay();
            default ->
                call.version() > 40 ? end(call, now, new Verdict.Fail()) : Moves.machine(call, attempt, now, now);
        };
    }

    private static Decision reschedule(Call call, Instant now, Optional<Instant> at, Optional<Priority> priority) {
        return Moves.reschedule(call, call.revision(), now, new Reschedule(at, priority));
    }

    private static Decision end(Call call, Instant now, Verdict verdict) {
        return Moves.end(call, call.attemptNumber(), now, SampleCalls.ending(Outcome.BUSY), Optional.of("uuid"),
                verdict);
    }

    private static Duration millis(Random random) {
        return Duration.ofMillis(random.nextInt(5));
    }
}
