package io.callqueue.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import org.apache.kafka.common.utils.Utils;

/**
 * Gives each campaign a few partitions of a topic, by hash of its id, and its calls to these in turn: a large campaign fills its own few
 * partitions, and the others stay free for the rest.
 */
public final class CampaignPartitions {
    /** Few, so that two campaigns seldom share all; more than one, so that they seldom share just the one. */
    private static final int PER_CAMPAIGN = 3;
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();
    private final int start;

    public CampaignPartitions(RandomGenerator random) {
        this.start = random.nextInt(PER_CAMPAIGN);
    }

    /** The partition of the campaign's next call, from 0 to {@code partitions - 1}. */
    public int next(String campaignId, int partitions) {
        int turn = turns.computeIfAbsent(campaignId, id -> new AtomicInteger(start)).getAndIncrement();
        return at(campaignId, Math.floorMod(turn, Math.min(PER_CAMPAIGN, partitions)), partitions);
    }

    /** The campaign's partitions lie a fixed step apart, the step from the hash too. */
    private static int at(String campaignId, int index, int partitions) {
        int hash = Utils.toPositive(Utils.murmur2(campaignId.getBytes(StandardCharsets.UTF_8)));
        int step = partitions <= PER_CAMPAIGN ? 1 : 1 + (hash / partitions) % (partitions / PER_CAMPAIGN);
        return (hash % partitions + index * step) % partitions;
    }
}
