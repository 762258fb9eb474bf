package io.callqueue.kafka;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;

import org.apache.kafka.common.utils.Utils;

/**
 * Gives each campaign a few partitions of a topic, by hash of its id, and its calls to these in turn: a large campaign fills its own few
 * partitions, and the others stay free for the rest.
 */
public final class CampaignPartitions {
    /** Few, so that two campaigns seldom share all; more than one, so that they seldom share just the one. */
    private static final int PER_CAMPAIGN = 3;
    /** Campaigns that share a turn still get their own partitions, and the memory does not grow with their number. */
    private static final int TURNS = 4096;
    private final AtomicIntegerArray turns = new AtomicIntegerArray(TURNS);
    private final int start;

    public CampaignPartitions(RandomGenerator random) {
        this.start = random.nextInt(PER_CAMPAIGN);
    }

    /** The partition of the campaign's next call, from 0 to {@code partitions - 1}. */
    public int next(String campaignId, int partitions) {
        int hash = Utils.toPositive(Utils.murmur2(campaignId.getBytes(StandardCharsets.UTF_8)));
        int turn = start + turns.getAndIncrement(hash % TURNS);
        return at(hash, Math.floorMod(turn, Math.min(PER_CAMPAIGN, partitions)), partitions);
    }

    /** The campaign's partitions lie a fixed step apart, the step from the hash too. */
    private static int at(int hash, int index, int partitions) {
        int step = partitions <= PER_CAMPAIGN ? 1 : 1 + (hash / partitions) % (partitions / PER_CAMPAIGN);
        return (hash % partitions + index * step) % partitions;
    }
}
