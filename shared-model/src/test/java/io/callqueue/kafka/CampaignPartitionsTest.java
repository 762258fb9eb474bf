package io.callqueue.kafka;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CampaignPartitionsTest {
    private static final String TOPIC = "calls.normal";
    private final Backlogs backlogs = new Backlogs();
    private final CampaignPartitions campaigns = new CampaignPartitions(backlogs, new Random(1));

    private Map<Integer, Integer> partitionsOf(String campaign, int partitions, int calls) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int i = 0; i < calls; i++) {
            counts.merge(campaigns.next(TOPIC, campaign, partitions), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void every_partition_exists_and_a_campaign_has_three_of_them_in_turn() {
        for (int partitions = 1; partitions <= 64; partitions++) {
            for (int campaign = 0; campaign < 50; campaign++) {
                noneWaits(partitions);
                Map<Integer, Integer> counts = partitionsOf("campaign-" + campaign, partitions, 30);
                assertThat(range(partitions)).containsAll(counts.keySet());
                assertThat(counts).hasSize(Math.min(3, partitions));
                assertThat(counts.values()).containsOnly(30 / Math.min(3, partitions));
            }
        }
    }

    private void noneWaits(int partitions) {
        range(partitions).forEach(each -> backlogs.measured(new TopicPartition(TOPIC, each), 0));
    }

    private static Set<Integer> range(int partitions) {
        Set<Integer> all = new HashSet<>();
        for (int i = 0; i < partitions; i++) {
            all.add(i);
        }
        return all;
    }

    @Test
    void many_campaigns_fill_all_partitions_evenly() {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int campaign = 0; campaign < 5_000; campaign++) {
            partitionsOf("campaign-" + campaign, 12, 3).forEach((p, n) -> counts.merge(p, n, Integer::sum));
        }
        assertThat(counts).hasSize(12);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(1_000, 1_500));
    }

    @Test
    void two_campaigns_seldom_share_all_their_partitions() {
        Set<Integer> large = partitionsOf("large", 12, 3).keySet();
        int shared = 0;
        for (int campaign = 0; campaign < 1_000; campaign++) {
            if (partitionsOf("small-" + campaign, 12, 3).keySet().equals(large)) {
                shared++;
            }
        }
        assertThat(shared).isLessThan(20);
    }

    @Test
    void a_call_goes_where_the_fewest_wait_of_its_campaigns_partitions() {
        List<Integer> own = List.copyOf(partitionsOf("small", 12, 3).keySet());
        backlogs.measured(new TopicPartition(TOPIC, own.get(0)), 30_000);
        backlogs.measured(new TopicPartition(TOPIC, own.get(1)), 7);
        backlogs.measured(new TopicPartition(TOPIC, own.get(2)), 30_000);

        assertThat(partitionsOf("small", 12, 10)).containsExactly(Map.entry(own.get(1), 10));
    }

    @Test
    void a_backlog_of_another_priority_does_not_matter() {
        List<Integer> own = List.copyOf(partitionsOf("small", 12, 3).keySet());
        backlogs.measured(new TopicPartition("calls.low", own.get(0)), 30_000);

        assertThat(partitionsOf("small", 12, 30)).hasSize(3);
    }
}
