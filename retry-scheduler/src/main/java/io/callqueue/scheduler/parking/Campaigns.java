package io.callqueue.scheduler.parking;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.codec.Json;
import io.callqueue.store.RedisAnswer;

/** Reads what is set for a campaign. */
@FunctionalInterface
interface Campaigns {
    CompletableFuture<CampaignSettings> settings(String campaign);

    /** As Redis holds it, where admission reads it too. */
    static Campaigns in(RedisClusterAsyncCommands<String, String> redis) {
        return campaign -> RedisAnswer.of(redis.hget("campaigns:{admission}", campaign))
                .thenApply(json -> Optional.ofNullable(json).map(set -> Json.read(set, CampaignSettings.class))
                        .orElse(CampaignSettings.NONE));
    }
}
