package io.callqueue.scheduler.shard;

import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.call.CallId;

/**
 * The shards of Redis that this pod works: those that fall to the partitions of calls.scheduled it reads. Two pods may believe for a moment
 * that a shard is theirs; the scripts bear that.
 */
public final class OwnedShards {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedShards.class);
    private final Supplier<Set<TopicPartition>> assigned;
    private final IntSupplier partitions;
    private volatile List<Integer> last = List.of();

    /**
     * @param assigned the partitions that this pod reads now
     * @param partitions how many the topic has; may fail with a {@link org.apache.kafka.common.KafkaException}
     */
    public OwnedShards(Supplier<Set<TopicPartition>> assigned, IntSupplier partitions) {
        this.assigned = assigned;
        this.partitions = partitions;
    }

    /** The numbers of the shards, rising. */
    public List<Integer> now() {
        List<Integer> owned = of(numbers(), partitions.getAsInt());
        if (!owned.equals(last)) {
            LOG.info("works {} of {} shards", owned.size(), CallId.SHARDS);
            last = owned;
        }
        return owned;
    }

    /** Whether this is the one pod that does what is to be done once for all. */
    public boolean includeFirstPartition() {
        return numbers().contains(0);
    }

    private Set<Integer> numbers() {
        return assigned.get().stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    static List<Integer> of(Set<Integer> partitions, int count) {
        return IntStream.range(0, CallId.SHARDS).filter(shard -> partitions.contains(shard % count)).boxed().toList();
    }
}
