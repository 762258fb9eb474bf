package io.callqueue.dispatcher.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

import io.callqueue.call.Priority;
import io.callqueue.topic.FirstRecord;

import static io.callqueue.dispatcher.intake.Records.READER;
import static io.callqueue.dispatcher.intake.Records.name;
import static io.callqueue.dispatcher.intake.Records.partition;
import static io.callqueue.dispatcher.intake.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

class LinesTest {
    private static final long MUCH = Long.MAX_VALUE;
    private long now;
    private int arrivals;
    private final Lines lines = new Lines(() -> now, () -> arrivals++);

    @Test
    void the_most_urgent_goes_first_whenever_it_came() throws InterruptedException {
        add(record("low", 0, 1, "a", 10), record("normal", 0, 1, "a", 20), record("high", 0, 1, "a", 30),
                record("urgent", 0, 1, "a", 40));
        assertThat(takeAll()).containsExactly("urgent/0@1", "high/0@1", "normal/0@1", "low/0@1");
    }

    @Test
    void campaigns_take_turns_however_large_one_is() throws InterruptedException {
        for (int offset = 1; offset <= 4; offset++) {
            add(record("normal", 0, offset, "large", offset));
        }
        add(record("normal", 1, 1, "small", 100), record("normal", 1, 2, "small", 101));
        assertThat(takeAll()).containsExactly("normal/0@1", "normal/1@1", "normal/0@2", "normal/1@2", "normal/0@3",
                "normal/0@4");
    }

    @Test
    void within_a_campaign_the_oldest_goes_first_on_whatever_partition() throws InterruptedException {
        add(record("normal", 0, 1, "a", 30), record("normal", 1, 1, "a", 10), record("normal", 2, 1, "a", 20));
        assertThat(takeAll()).containsExactly("normal/1@1", "normal/2@1", "normal/0@1");
    }

    @Test
    void the_priority_whose_turn_it_is_goes_first_once() throws InterruptedException {
        add(record("low", 0, 1, "a", 10), record("urgent", 0, 1, "a", 40));
        assertThat(lines.prefer(Priority.LOW)).isTrue();
        assertThat(peek()).map(next -> next.origin().topic()).contains("calls.low");
        assertThat(peek()).map(next -> next.origin().topic()).contains("calls.urgent");
        assertThat(lines.prefer(Priority.HIGH)).isFalse();
        assertThat(takeAll()).containsExactly("urgent/0@1", "low/0@1");
    }

    @Test
    void several_at_once_come_in_the_order_in_which_they_would_come_one_by_one() throws InterruptedException {
        Random random = new Random(7);
        for (int offset = 1; offset <= 30; offset++) {
            for (String priority : List.of("urgent", "normal", "low")) {
                add(record(priority, random.nextInt(3), offset, "campaign-" + random.nextInt(4), random.nextInt(100)));
            }
        }
        lines.prefer(Priority.LOW);
        List<String> atOnce = lines.peek(Duration.ZERO, 50).stream().map(Records::name).toList();
        lines.prefer(Priority.LOW);
        assertThat(takeAll().subList(0, 50)).isEqualTo(atOnce);
    }

    @Test
    void a_permit_is_asked_for_several_with_what_waits_besides_them_and_those_before() throws InterruptedException {
        add(record("urgent", 0, 1, "a", 1), record("normal", 0, 1, "a", 1), record("normal", 0, 2, "a", 1),
                record("low", 0, 1, "a", 1));
        assertThat(lines.waitingBesides(lines.peek(Duration.ZERO, 3))).containsExactly(
                Set.of(Priority.NORMAL, Priority.LOW), Set.of(Priority.NORMAL, Priority.LOW), Set.of(Priority.LOW));
    }

    @Test
    void a_postponed_record_lets_others_go_first_until_its_time_comes() throws InterruptedException {
        add(record("normal", 0, 1, "a", 1), record("normal", 0, 2, "a", 2), record("normal", 0, 3, "a", 3));
        Candidate first = peek().orElseThrow();
        lines.postpone(first, Duration.ofNanos(10));
        Candidate second = peek().orElseThrow();
        assertThat(second.origin().offset()).isEqualTo(2);
        assertThat(lines.take(second)).isTrue();
        lines.done(second);
        assertThat(lines.waitingBesides(List.of(first)).getFirst()).as("the third only").isEmpty();
        now = 10;
        assertThat(peek()).contains(first);
        assertThat(lines.toCommit()).isEqualTo(Map.of(partition("normal", 0), new OffsetAndMetadata(1)));
        assertThat(takeAll()).containsExactly("normal/0@1", "normal/0@3");
    }

    @Test
    void a_permit_is_asked_for_with_all_that_waits_besides() throws InterruptedException {
        add(record("normal", 0, 1, "a", 1), record("low", 0, 1, "a", 1));
        Candidate normal = peek().orElseThrow();
        assertThat(lines.waitingBesides(List.of(normal)).getFirst()).isEqualTo(Set.of(Priority.LOW));
        add(record("normal", 1, 1, "a", 2), record("urgent", 0, 1, "a", 3));
        assertThat(lines.waitingBesides(List.of(normal)).getFirst())
                .isEqualTo(Set.of(Priority.URGENT, Priority.NORMAL, Priority.LOW));
        assertThat(arrivals).isEqualTo(2);
    }

    @Test
    void a_record_of_a_dropped_partition_can_not_be_taken() throws InterruptedException {
        add(record("normal", 0, 1, "a", 1));
        Candidate seen = peek().orElseThrow();
        lines.drop(List.of(partition("normal", 0)));
        assertThat(lines.take(seen)).isFalse();
        assertThat(peek()).isEmpty();
        assertThat(lines.toCommit()).isEmpty();
    }

    @Test
    void a_record_is_taken_once() throws InterruptedException {
        add(record("normal", 0, 1, "a", 1), record("normal", 0, 2, "a", 2));
        Candidate seen = peek().orElseThrow();
        assertThat(lines.take(seen)).isTrue();
        assertThat(lines.take(seen)).isFalse();
    }

    @Test
    void commits_reach_up_to_the_oldest_unfinished_record_of_each_partition() throws InterruptedException {
        add(record("normal", 0, 5, "a", 1), record("normal", 0, 6, "a", 2), record("low", 3, 8, "a", 3));
        List<Candidate> taken = new ArrayList<>();
        for (Optional<Candidate> next = peek(); next.isPresent(); next = peek()) {
            lines.take(next.get());
            taken.add(next.get());
        }
        lines.done(taken.get(1));
        lines.done(taken.get(2));
        assertThat(lines.toCommit()).isEqualTo(Map.of(partition("normal", 0), new OffsetAndMetadata(5),
                partition("low", 3), new OffsetAndMetadata(9)));
        lines.done(taken.get(0));
        assertThat(lines.toCommit()).isEqualTo(Map.of(partition("normal", 0), new OffsetAndMetadata(7)));
        lines.notCommitted(List.of(partition("normal", 0)));
        assertThat(lines.toCommit()).isEqualTo(Map.of(partition("normal", 0), new OffsetAndMetadata(7)));
    }

    @Test
    void only_waiting_records_count_for_the_length_of_a_line() throws InterruptedException {
        add(record("normal", 0, 1, "a", 1), record("normal", 0, 2, "a", 2));
        assertThat(lines.full(2, MUCH, 1)).containsExactly(partition("normal", 0));
        lines.take(peek().orElseThrow());
        assertThat(lines.full(2, MUCH, 1)).isEmpty();
        assertThat(lines.waiting()).isEqualTo(1);
    }

    /** Requests may be long: so many records of these would not fit into memory. */
    @Test
    void a_line_is_full_when_those_that_wait_have_more_bytes_than_its_share() throws InterruptedException {
        add(record("normal", 0, 1, "a", 1, new byte[1_000]), record("normal", 0, 2, "a", 2, new byte[500]),
                record("normal", 0, 3, "a", 3, new byte[500]));
        assertThat(lines.full(200, 4_000, 2)).isEmpty();
        assertThat(lines.full(200, 3_999, 2)).containsExactly(partition("normal", 0));
        Candidate first = peek().orElseThrow();
        lines.take(first);
        assertThat(lines.full(200, 1_000, 1)).as("a taken one is not here").isEmpty();
        assertThat(lines.full(200, 999, 1)).isNotEmpty();
        lines.take(first);
        assertThat(lines.full(200, 999, 1)).as("taken once").isNotEmpty();
        lines.take(peek().orElseThrow());
        assertThat(lines.full(200, 1, 1)).as("the last one, however long").isEmpty();
    }

    @Test
    void long_records_that_stand_aside_keep_a_line_from_reading_on_only_when_all_such_are_too_much()
            throws InterruptedException {
        add(record("normal", 0, 1, "a", 1, new byte[1_000]), record("low", 0, 1, "a", 2, new byte[400]));
        Candidate longOne = peek().orElseThrow();
        lines.putAside(longOne, Long.MAX_VALUE);
        lines.putAside(peek().orElseThrow(), Long.MAX_VALUE);
        assertThat(lines.full(200, 1_400, 2)).as("more than its share, but not in all").isEmpty();
        assertThat(lines.full(200, 1_399, 2)).as("the one with more than its share")
                .containsExactly(partition("normal", 0));
        assertThat(lines.recall(longOne, 0)).isTrue();
        assertThat(lines.full(200, 1_399, 2)).isNotEmpty();
        lines.take(longOne);
        assertThat(lines.full(200, 1_399, 2)).isEmpty();
        lines.putBack(longOne, Duration.ZERO);
        assertThat(lines.full(200, 1_399, 2)).isNotEmpty();
    }

    @Test
    void a_broken_record_waits_in_its_line_like_any_other() throws InterruptedException {
        ConsumerRecord<byte[], byte[]> broken = record("normal", 0, 1, "a", 1, new byte[]{(byte) 0xff, 0, '{'});
        lines.add(List.of(Candidate.of(broken, READER)));
        assertThat(peek().orElseThrow().found()).isInstanceOf(FirstRecord.Unusable.class);
    }

    @Test
    void two_readings_of_a_record_have_leases_of_their_own() {
        ConsumerRecord<byte[], byte[]> origin = record("normal", 0, 1, "a", 1);
        assertThat(Candidate.of(origin, READER).token()).isNotEqualTo(Candidate.of(origin, READER).token());
    }

    @SafeVarargs
    private final void add(ConsumerRecord<byte[], byte[]>... records) {
        lines.add(Arrays.stream(records).map(each -> Candidate.of(each, READER)).toList());
    }

    private Optional<Candidate> peek() throws InterruptedException {
        return lines.peek(Duration.ZERO, 1).stream().findFirst();
    }

    private List<String> takeAll() throws InterruptedException {
        List<String> taken = new ArrayList<>();
        for (Optional<Candidate> next = peek(); next.isPresent(); next = peek()) {
            assertThat(lines.take(next.get())).isTrue();
            taken.add(name(next.get()));
        }
        return taken;
    }
}
