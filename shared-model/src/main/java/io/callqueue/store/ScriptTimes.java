package io.callqueue.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.lettuce.core.RedisCommandTimeoutException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** How long Redis takes for each script, seen from here: the way there and back is in it. */
public final class ScriptTimes {
    private static final Duration[] BUCKETS = {Duration.ofNanos(500_000), Duration.ofMillis(1), Duration.ofMillis(2),
            Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
            Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1),
            Duration.ofSeconds(2)};
    private final MeterRegistry registry;
    private final Map<String, Timer> byScript = new ConcurrentHashMap<>();
    private final Counter failed;

    public ScriptTimes(MeterRegistry registry) {
        this.registry = registry;
        this.failed = Counter.builder("callqueue.redis.script.failures")
                .description("Scripts that Redis did not answer, or answered with an error").register(registry);
    }

    /** What this sending of the script answers. */
    CompletableFuture<List<Object>> watched(LuaScript script, Supplier<CompletableFuture<List<Object>>> sending) {
        Timer.Sample sample = Timer.start(registry);
        CompletableFuture<List<Object>> answer = sending.get();
        var unused = answer.whenComplete((done, failure) -> {
            if (failure == null || RedisAnswer.cause(failure) instanceof RedisCommandTimeoutException) {
                sample.stop(of(script)); // what took too long is no less slow; other failures are fast
            }
            if (failure != null) {
                failed.increment();
            }
        });
        return answer; // not what follows on it: its failures are as they were
    }

    private Timer of(LuaScript script) {
        Timer known = byScript.get(script.name());
        return known == null ? byScript.computeIfAbsent(script.name(), this::register) : known;
    }

    private Timer register(String script) {
        return Timer.builder("callqueue.redis.script").tag("script", script)
                .description("From sending a script to Redis to its answer").serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
