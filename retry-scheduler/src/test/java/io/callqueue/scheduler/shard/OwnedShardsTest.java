package io.callqueue.scheduler.shard;

import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OwnedShardsTest {
    @Test
    void shards_fall_to_the_partitions_in_turn() {
        assertThat(OwnedShards.of(Set.of(1, 11), 12)).containsExactly(1, 11, 13, 23, 25, 35, 37, 47, 49, 59, 61);
    }

    @Test
    void every_shard_falls_to_exactly_one_of_any_number_of_partitions() {
        for (int count : new int[]{1, 3, 12, 64, 100}) {
            Stream<Integer> all = IntStream.range(0, count).boxed()
                    .flatMap(p -> OwnedShards.of(Set.of(p), count).stream());
            assertThat(all).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 64).boxed().toList());
        }
    }

    @Test
    void pod_without_partitions_works_none() {
        assertThat(OwnedShards.of(Set.of(), 12)).isEmpty();
    }
}
