package io.callqueue.scheduler.retention;

import java.util.Optional;

import org.apache.kafka.common.TopicPartition;

/**
 * How far a partition has been read.
 *
 * @param beginning offset of its first record
 * @param end offset of its next record
 * @param readByAll everything before this offset is committed by every group that reads the topic; empty when one has committed nothing
 */
record Reach(TopicPartition partition, long beginning, long end, Optional<Long> readByAll) {
    /** The offset up to which records can go; empty when there is nothing to delete, or the offsets are not of this topic's life. */
    Optional<Long> deletable() {
        return readByAll.filter(offset -> offset > beginning && offset <= end);
    }

    /** The same of what stands before this offset only; a negative one means everything there is. */
    Reach before(long offset) {
        return offset < 0 ? this : new Reach(partition, beginning, end, readByAll.map(read -> Math.min(read, offset)));
    }

    /** Whether everything before this offset has been read; a negative one means everything there is. */
    boolean isReadUpTo(long offset) {
        return Math.max(beginning, readByAll.orElse(beginning)) >= (offset < 0 ? end : offset);
    }
}
