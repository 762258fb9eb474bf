package io.callqueue.dispatcher.admission;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.store.LuaScript;
import io.callqueue.store.ScriptRunner;

/**
 * The account's cap and rate over all pods. Every call waits for Redis, and fails with its exception when it is away: without Redis nobody
 * is admitted.
 */
public final class Admission {
    private static final LuaScript ACQUIRE = script("acquire");
    private static final LuaScript FIRM = script("firm");
    private static final LuaScript MOMENT = script("moment");
    private static final LuaScript RELEASE = script("release");
    private static final LuaScript ADOPT = script("adopt");
    static final String LEASES = "leases:{admission}";
    static final String CALLEES = "callees:{admission}";
    private static final String RATE = "rate:{admission}";
    private final ScriptRunner scripts;
    private final AdmissionSettings settings;
    private final LongSupplier nanoTime;
    private final FreedSlots freed;

    public Admission(RedisClusterAsyncCommands<String, String> redis, AdmissionSettings settings, LongSupplier nanoTime,
            FreedSlots freed) {
        this.scripts = new ScriptRunner(redis);
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.freed = freed;
    }

    static LuaScript script(String verb) {
        return LuaScript.load("/callqueue/lua/admission/" + verb + ".lua");
    }

    /** Asks for a permit under this lease; asked twice under the same lease, it is the same slot. */
    public Permit acquire(String lease, String callee) {
        long asked = nanoTime.getAsLong();
        List<Object> answer = scripts.run(ACQUIRE, List.of(LEASES, CALLEES, RATE),
                List.of(lease, callee, String.valueOf(settings.maxConcurrentCalls()),
                        String.valueOf(settings.spacingMicros()),
                        micros(settings.horizon()), String.valueOf(settings.lapse().toMillis())))
                .join();
        long number = (Long) answer.get(1);
        return switch (String.valueOf(answer.getFirst())) {
            case "granted" -> new Permit.Granted(lease, moment(asked, number));
            case "full" -> new Permit.Full();
            case "later" -> new Permit.Later(Duration.ofNanos(number * 1_000));
            case "callee_busy" -> new Permit.CalleeBusy();
            default -> throw new IllegalStateException("acquire.lua answered " + answer);
        };
    }

    /** From here the lease is held until it is released; false when it has lapsed. */
    public boolean makeFirm(String lease) {
        return (Long) scripts.run(FIRM, List.of(LEASES), List.of(lease)).join().getFirst() == 1;
    }

    /** Another send moment, or empty with nothing taken when it would lie beyond the horizon. */
    public Optional<SendMoment> nextMoment() {
        long asked = nanoTime.getAsLong();
        List<Object> answer = scripts
                .run(MOMENT, List.of(RATE),
                        List.of(String.valueOf(settings.spacingMicros()), micros(settings.horizon())))
                .join();
        return answer.getFirst().equals("granted")
                ? Optional.of(moment(asked, (Long) answer.get(1)))
                : Optional.empty();
    }

    private SendMoment moment(long asked, long waitMicros) {
        return SendMoment.of(asked, nanoTime.getAsLong(), waitMicros, settings.tolerance());
    }

    /** The attempt is over, or never took place. */
    public void release(String lease, String callee) {
        scripts.run(RELEASE, List.of(LEASES, CALLEES), List.of(lease, callee)).join();
        freed.signal();
    }

    /** Gives back what the call's latest attempt holds. */
    public void release(Call call) {
        call.attempt().map(Attempt::lease).ifPresent(lease -> release(lease, call.order().phoneNumber()));
    }

    /** The call's latest attempt is under way, whatever was believed before. */
    public void adopt(Call call) {
        call.attempt().map(Attempt::lease).ifPresent(lease -> adopt(lease, call.order().phoneNumber()));
    }

    void adopt(String lease, String callee) {
        scripts.run(ADOPT, List.of(LEASES, CALLEES), List.of(lease, callee)).join();
    }

    private static String micros(Duration duration) {
        return String.valueOf(duration.toNanos() / 1_000);
    }
}
