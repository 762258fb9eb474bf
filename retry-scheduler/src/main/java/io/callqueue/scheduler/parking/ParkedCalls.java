package io.callqueue.scheduler.parking;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.control.ControlStore;
import io.callqueue.scheduler.loop.Outage;
import io.callqueue.store.CallStore;
import io.callqueue.store.Due;

/** Brings parked calls back when the looks at their campaigns come, as many as may go on. For one thread. */
public final class ParkedCalls {
    /** No more of them at once, of all campaigns and shards: no timer fires meanwhile. */
    private static final int BATCHES = 16;
    private final Gate gate;
    private final CallStore store;
    private final Shares shares;
    private final int batch;
    private final Outage outage = new Outage("parked calls stay until it is known whether their campaign may go on");

    private ParkedCalls(Gate gate, CallStore store, Shares shares, int batch) {
        this.gate = gate;
        this.store = store;
        this.shares = shares;
        this.batch = batch;
    }

    /**
     * @param pace of the looks at a campaign
     * @param batch calls of one shard that come back at once
     */
    public static ParkedCalls of(CallStore store, RedisClusterAsyncCommands<String, String> redis, LookPace pace,
            int batch, RandomGenerator random) {
        return new ParkedCalls(new Gate(new ControlStore(redis), store, redis, pace), store, new Shares(random),
                batch);
    }

    /**
     * Queues what may come back; it is to be produced and confirmed. Where Redis does not answer nothing comes back until the next look.
     *
     * @param looks the shards in which the look at a campaign came, by campaign
     * @return the calls that were queued, the most urgent first, of these the oldest
     */
    public List<Due.Fired> release(Map<String, List<Integer>> looks) {
        if (looks.isEmpty()) {
            return List.of();
        }
        Answered<Release> releases = Answered.of(looks.entrySet().stream()
                .map(look -> gate.opening(look.getKey())
                        .thenApply(opening -> new Release(look.getKey(), look.getValue(), opening)))
                .toList());
        List<Share> due = releases.answers().stream().flatMap(this::due).toList();
        int each = Math.clamp((long) BATCHES * batch / Math.max(1, due.size()), 1, batch);
        Answered<List<Due.Fired>> back = Answered.of(due.stream().map(share -> unpark(share, each)).toList());
        Stream.of(releases.failures(), back.failures()).flatMap(List::stream).findFirst()
                .ifPresentOrElse(outage::noticed, outage::over);
        return back.answers().stream().flatMap(List::stream)
                .sorted(Comparator.comparing((Due.Fired fired) -> fired.call().order().priority())
                        .thenComparing(fired -> fired.call().order().createdAt()))
                .toList();
    }

    /** What may come back of one campaign, and from which shards. */
    private record Release(String campaign, List<Integer> shards, Gate.Opening opening) {}

    /** How many may come back of one campaign from one shard. */
    private record Share(String campaign, int shard, long calls) {}

    private Stream<Share> due(Release release) {
        int looked = release.shards().size();
        List<Long> each = switch (release.opening().allowance()) {
            case Allowance.All() -> Collections.nCopies(looked, Long.MAX_VALUE);
            case Allowance.AtMost(long calls) -> release.opening().counts()
                    .map(counts -> shares.of(calls, counts.queued(), counts.parkedByShard(), release.shards()))
                    .orElseGet(() -> Collections.nCopies(looked, 0L));
        };
        return IntStream.range(0, looked).filter(n -> each.get(n) > 0)
                .mapToObj(n -> new Share(release.campaign(), release.shards().get(n), each.get(n)));
    }

    /** What is left of a share goes on at once, at another look. */
    private CompletableFuture<List<Due.Fired>> unpark(Share share, int most) {
        return store.unpark(share.shard(), share.campaign(), (int) Math.min(share.calls(), most), share.calls() > most);
    }
}
