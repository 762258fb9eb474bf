package io.callqueue.scheduler.retention;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.callqueue.topic.Groups;

import static org.assertj.core.api.Assertions.assertThat;

class ReachTest {
    private static final TopicPartition LOW = new TopicPartition("calls.low", 0);

    @Test
    void records_go_up_to_the_slowest_reader() {
        assertThat(Reaches.readByAll(LOW, committed(70L, 40L))).contains(40L);
    }

    @Test
    void reader_that_has_committed_nothing_keeps_all() {
        assertThat(Reaches.readByAll(LOW, committed(70L, null))).isEmpty();
        assertThat(Reaches.readByAll(LOW, Map.of(Groups.DIALING, Map.of(LOW, new OffsetAndMetadata(70))))).isEmpty();
    }

    @Test
    void beginning_only_moves_forward_and_never_beyond_the_end() {
        assertThat(reach(10, 100, 40L).deletable()).contains(40L);
        assertThat(reach(40, 100, 40L).deletable()).isEmpty();
        assertThat(reach(40, 100, 10L).deletable()).isEmpty();
        assertThat(reach(0, 30, 40L).deletable()).as("offsets of a topic that was made anew").isEmpty();
        assertThat(reach(10, 100, null).deletable()).isEmpty();
    }

    @Test
    void slowest_reader_says_what_is_read() {
        assertThat(reach(10, 100, 40L).isReadUpTo(40)).isTrue();
        assertThat(reach(10, 100, 40L).isReadUpTo(41)).isFalse();
        assertThat(reach(10, 100, null).isReadUpTo(10)).isTrue();
        assertThat(reach(10, 100, null).isReadUpTo(11)).isFalse();
        assertThat(reach(50, 100, 40L).isReadUpTo(50)).isTrue();
    }

    @Test
    void no_record_of_that_time_means_that_all_must_be_read() {
        assertThat(reach(10, 100, 99L).isReadUpTo(-1)).isFalse();
        assertThat(reach(10, 100, 100L).isReadUpTo(-1)).isTrue();
        assertThat(reach(10, 10, null).isReadUpTo(-1)).isTrue();
    }

    private static Reach reach(long beginning, long end, @Nullable Long read) {
        return new Reach(LOW, beginning, end, Optional.ofNullable(read));
    }

    private static Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(long dialing,
            @Nullable Long registration) {
        Map<TopicPartition, OffsetAndMetadata> of = new HashMap<>();
        if (registration != null) {
            of.put(LOW, new OffsetAndMetadata(registration));
        }
        return Map.of(Groups.DIALING, Map.of(LOW, new OffsetAndMetadata(dialing)), Groups.REGISTRATION, of);
    }
}
