package io.callqueue.scheduler.parking;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.Range;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.control.CampaignSettings;
import io.callqueue.control.ControlStore;
import io.callqueue.control.Stop;
import io.callqueue.store.AdmissionKeys;
import io.callqueue.store.CallStore;
import io.callqueue.store.CampaignCounts;
import io.callqueue.store.RedisAnswer;

/** Reads what stands in the way of a campaign's calls. Its calls are counted only if that makes a difference. */
final class Gate {
    private static final String ACCOUNT = Stop.name(Stop.Scope.ACCOUNT, Stop.ACCOUNT);
    private final ControlStore control;
    private final CallStore store;
    private final RedisClusterAsyncCommands<String, String> redis;
    private final LookPace pace;

    Gate(ControlStore control, CallStore store, RedisClusterAsyncCommands<String, String> redis, LookPace pace) {
        this.control = control;
        this.store = store;
        this.redis = redis;
        this.pace = pace;
    }

    /**
     * How many may come back.
     *
     * @param counts of the campaign's calls, where it matters which come back
     */
    record Opening(Allowance allowance, Optional<CampaignCounts> counts) {}

    CompletableFuture<Opening> opening(String campaign) {
        return stopped(campaign).thenCombine(control.campaign(campaign), Barrier::new)
                .thenCompose(barrier -> Allowance.of(barrier.settings(), barrier.stopped()).map(Gate::uncounted)
                        .orElseGet(() -> limited(campaign, barrier.settings())));
    }

    private record Barrier(boolean stopped, CampaignSettings settings) {}

    private CompletableFuture<Boolean> stopped(String campaign) {
        return RedisAnswer
                .of(redis.hmget(ControlStore.STOPS, ACCOUNT, Stop.name(Stop.Scope.CAMPAIGN, campaign)))
                .thenApply(stops -> stops.stream().anyMatch(stop -> stop.hasValue()));
    }

    private CompletableFuture<Opening> limited(String campaign, CampaignSettings settings) {
        return live(campaign, settings).thenCompose(live -> {
            Allowance allowance = Allowance.of(settings, live, pace.interval());
            return allowance.equals(Allowance.NONE)
                    ? uncounted(allowance)
                    : store.overview().campaignCounts(campaign)
                            .thenApply(counts -> new Opening(allowance, Optional.of(counts)));
        });
    }

    /** Without permits that have lapsed, which go only when admission is asked. */
    private CompletableFuture<Long> live(String campaign, CampaignSettings settings) {
        return settings.maxConcurrent().isPresent()
                ? RedisAnswer.of(redis.time()).thenCompose(time -> RedisAnswer.of(redis.zcount(
                        AdmissionKeys.LEASES + ":" + campaign,
                        Range.create(Long.parseLong(time.getFirst()) * 1_000, Double.POSITIVE_INFINITY))))
                : CompletableFuture.completedFuture(0L);
    }

    private static CompletableFuture<Opening> uncounted(Allowance allowance) {
        return CompletableFuture.completedFuture(new Opening(allowance, Optional.empty()));
    }
}
