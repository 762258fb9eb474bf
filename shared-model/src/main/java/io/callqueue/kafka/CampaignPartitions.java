package io.callqueue.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * Gives each campaign a few partitions of a topic, by hash of its id, and each of its calls the one of these in which the fewest records
 * wait: a large campaign fills its own few partitions, and one that shares some of them with it uses the others.
 */
public final class CampaignPartitions {
    /** Few, so that two campaigns seldom share all; more than one, so that they seldom share just the one. */
    private static final int PER_CAMPAIGN = 3;
    private final Backlogs backlogs;
    private final int start;

    /** @param random so that not every pod begins with the same one of a campaign's partitions while none has a backlog */
    public CampaignPartitions(Backlogs backlogs, RandomGenerator random) {
        this.backlogs = backlogs;
        this.start = random.nextInt(PER_CAMPAIGN);
    }

    /** The partition of the campaign's next call, from 0 to {@code partitions - 1}; it counts as sent. */
    public int next(String topic, String campaignId, int partitions) {
        List<Integer> own = own(campaignId, partitions);
        TopicPartition next = IntStream.range(start, start + own.size())
                .mapToObj(index -> new TopicPartition(topic, own.get(index % own.size())))
                .min(Comparator.comparingLong(backlogs::of)).orElseThrow();
        backlogs.sent(next);
        return next.partition();
    }

    /** Rendezvous hashing: any few are as likely as any others, and stay when partitions are added, but for those that the new ones take. */
    private static List<Integer> own(String campaignId, int partitions) {
        return IntStream.range(0, partitions).boxed()
                .sorted(Comparator.comparingInt(partition -> weight(campaignId, partition))).limit(PER_CAMPAIGN)
                .toList();
    }

    private static int weight(String campaignId, int partition) {
        return Utils.murmur2((partition + "/" + campaignId).getBytes(StandardCharsets.UTF_8));
    }
}
