package io.callqueue.dispatcher.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.store.AdmissionKeys;
import io.callqueue.store.Epochs;
import io.callqueue.store.Gathering;
import io.callqueue.store.LuaScript;
import io.callqueue.store.RedisAnswer;
import io.callqueue.store.RedisRenewed;
import io.callqueue.store.ScriptRunner;

/**
 * The slots that attempts hold, from the permit to the end of the call. Every call waits for Redis, and fails with its exception when it is
 * away.
 */
public final class Leases {
    /** A script stops Redis for all others while it runs: no longer than one that asks for permits. */
    private static final int MOST_FIRM = 32;
    private static final long FIRM_NOW = 1;
    private static final long RENEWED = -1;
    private static final LuaScript FIRM = Admission.script("firm");
    private static final LuaScript RELEASE = Admission.script("release");
    private static final LuaScript ADOPT = Admission.script("adopt");
    /** The channel on which every slot that is given back is told. */
    public static final String FREED = "freed:{admission}";
    static final String LEASES = AdmissionKeys.LEASES;
    static final String CALLEES = AdmissionKeys.CALLEES;
    static final String DIALS = AdmissionKeys.DIALS;
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;
    private final DialCap dialCap;
    private final Gathering<Firm, Long> firm = new Gathering<>(MOST_FIRM, this::makeFirm);

    /** @param epoch of the claim, or empty when it does not matter */
    private record Firm(String lease, String callee, String epoch) {}

    Leases(RedisClusterAsyncCommands<String, String> redis, DialCap dialCap) {
        this(new ScriptRunner(redis), dialCap);
    }

    public Leases(ScriptRunner scripts, DialCap dialCap) {
        this.redis = scripts.commands();
        this.dialCap = dialCap;
        this.scripts = scripts;
    }

    /** From here the lease is held until it is released, and its attempt counts as one to this number; false when it has lapsed. */
    public boolean makeFirm(String lease, String callee) {
        return firm.ask(new Firm(lease, callee, "")).join() == FIRM_NOW;
    }

    /**
     * The same for a call whose claim is in the ledger. Fails with {@link RedisRenewed} when Redis was made anew since: then the ledger was
     * read to its end before that, perhaps, and nobody knows of the claim.
     */
    public boolean makeFirm(Call claimed) {
        long answer = firm.ask(new Firm(claimed.attempt().orElseThrow().lease(), claimed.order().phoneNumber(),
                String.valueOf(claimed.epoch()))).join();
        if (answer == RENEWED) {
            throw new RedisRenewed();
        }
        return answer == FIRM_NOW;
    }

    private CompletableFuture<List<Long>> makeFirm(List<Firm> asked) {
        List<String> keys = new ArrayList<>(List.of(LEASES, Epochs.ADMISSION));
        List<String> args = new ArrayList<>(List.of(String.valueOf(dialCap.isOn() ? dialCap.period().toMillis() : 0)));
        asked.forEach(each -> {
            keys.add(AdmissionKeys.dials(each.callee()));
            args.add(each.lease());
            args.add(each.epoch());
        });
        return scripts.run(FIRM, keys, args)
                .thenApply(answers -> answers.stream().map(Long.class::cast).toList());
    }

    /** The attempt under this lease came to nothing at Plivo: it does not count as one to this number. */
    public void uncount(String lease, String callee) {
        if (dialCap.isOn()) {
            RedisAnswer.of(redis.zrem(AdmissionKeys.dials(callee), lease.substring(0, lease.lastIndexOf('/')))).join();
        }
    }

    /** The attempt never took place. */
    public void release(String lease, String callee) {
        release(lease, callee, List.of());
    }

    /** The attempt is over, or never took place. */
    public void release(Attempt attempt, String callee) {
        release(attempt.lease(), callee, Stream.of(attempt.requestUuid(), attempt.callUuid())
                .flatMap(Optional::stream).distinct().map(AdmissionKeys::trace).toList());
    }

    private void release(String lease, String callee, List<String> traces) {
        List<String> keys = Stream.concat(Stream.of(LEASES, CALLEES), traces.stream()).toList();
        scripts.run(RELEASE, keys, List.of(lease, callee, FREED, String.valueOf(AdmissionKeys.TRACES_KEPT.toSeconds())))
                .join();
    }

    /** Gives back what the call's latest attempt holds. */
    public void release(Call call) {
        call.attempt().ifPresent(attempt -> release(attempt, call.order().phoneNumber()));
    }

    /** The campaign that a lease's name tells; empty when it tells none. */
    public static Optional<String> campaign(String lease) {
        int from = lease.indexOf('#') + 1;
        int to = lease.indexOf('@', from);
        return from == 0 ? Optional.empty() : Optional.of(lease.substring(from, to < 0 ? lease.length() : to));
    }

    /** Whether Plivo gave this id to an attempt under another lease, which has ended since. */
    public boolean isAnothers(String uuid, String lease) {
        return RedisAnswer.of(redis.get(AdmissionKeys.trace(uuid))).thenApply(Optional::ofNullable).join()
                .filter(owner -> !owner.equals(lease)).isPresent();
    }

    /** The call's latest attempt is under way, whatever was believed before; false when its lease was held already. */
    public boolean adopt(Call call) {
        return call.attempt().filter(attempt -> adopt(attempt.lease(), call.order().phoneNumber())).isPresent();
    }

    boolean adopt(String lease, String callee) {
        return (Long) scripts.run(ADOPT, List.of(LEASES, CALLEES), List.of(lease, callee)).join().getFirst() == 1;
    }
}
