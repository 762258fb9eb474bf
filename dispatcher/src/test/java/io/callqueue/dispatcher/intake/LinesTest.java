package io.callqueue.dispatcher.intake;

import java.nio.charset.StandardCharsets;
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
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import io.callqueue.call.Priority;
import io.callqueue.topic.FirstRecord;

import static org.assertj.core.api.Assertions.assertThat;

class LinesTest {
    private static final FirstRecord READER = new FirstRecord();
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
        List<String> atOnce = lines.peek(Duration.ZERO, 50).stream().map(LinesTest::name).toList();
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
    void for_each_slot_that_is_given_back_the_first_that_stands_by_is_called_up() throws InterruptedException {
        add(back("low", 0, 1, "capped", 10), back("low", 0, 2, "capped", 20), record("low", 0, 3, "other", 30),
                back("urgent", 0, 1, "capped", 40));
        standBy(3);
        assertThat(peek()).map(LinesTest::name).contains("low/0@3");
        lines.freed("other");
        assertThat(takeAll()).containsExactly("low/0@3");
        int before = arrivals;
        lines.freed("capped");
        assertThat(arrivals).isEqualTo(before + 1);
        assertThat(peek()).map(LinesTest::name).contains("urgent/0@1");
        lines.freed("capped");
        now += Duration.ofMillis(30).toNanos();
        assertThat(lines.peek(Duration.ZERO, 4)).extracting(LinesTest::name).containsExactly("urgent/0@1", "low/0@1");
    }

    @Test
    void who_is_taken_out_has_the_next_one_called_up() throws InterruptedException {
        add(back("normal", 0, 1, "capped", 10), back("normal", 0, 2, "capped", 20), back("normal", 0, 3, "capped", 30));
        standBy(3);
        lines.freed("capped");
        now += Duration.ofMillis(30).toNanos();
        Candidate called = peek().orElseThrow();
        assertThat(lines.peek(Duration.ZERO, 3)).hasSize(1);
        lines.take(called);
        now += Duration.ofMillis(30).toNanos();
        assertThat(peek()).map(LinesTest::name).contains("normal/0@2");
    }

    @Test
    void only_what_came_back_stands_by_and_first_records_that_go_before_it() throws InterruptedException {
        add(record("low", 0, 1, "capped", 10), record("urgent", 0, 1, "capped", 10));
        for (Candidate first : lines.peek(Duration.ZERO, 2)) {
            assertThat(lines.standBy(first, now)).isFalse();
        }
        add(back("low", 0, 2, "capped", 20));
        List<Candidate> all = lines.peek(Duration.ZERO, 3);
        assertThat(lines.standBy(all.get(2), now)).isTrue();
        assertThat(lines.standBy(all.get(1), now)).as("as urgent").isFalse();
        assertThat(lines.standBy(all.get(0), now)).as("more urgent").isTrue();
    }

    @Test
    void a_new_record_does_not_ask_while_others_as_urgent_stand_by() throws InterruptedException {
        add(back("normal", 0, 1, "capped", 10), record("normal", 1, 2, "capped", 20), record("low", 0, 1, "capped", 5),
                record("high", 0, 1, "capped", 30), record("normal", 1, 3, "other", 30));
        Candidate first = lines.peek(Duration.ZERO, 5).stream().filter(each -> name(each).equals("normal/0@1"))
                .findFirst()
                .orElseThrow();
        assertThat(lines.standBy(first, now + 1)).isTrue();
        lines.freed("capped");
        assertThat(lines.peek(Duration.ZERO, 5).stream().filter(lines::isBehindOthers)).extracting(LinesTest::name)
                .as("also while it is called up").containsExactlyInAnyOrder("normal/1@2", "low/0@1");
        lines.take(first);
        assertThat(lines.peek(Duration.ZERO, 5)).noneMatch(lines::isBehindOthers);
    }

    @Test
    void of_one_campaign_no_more_stand_by_than_enough() throws InterruptedException {
        for (int offset = 0; offset <= StandBy.MOST_OF_CAMPAIGN; offset++) {
            add(back("low", 0, offset, "capped", offset));
        }
        assertThat(lines.peek(Duration.ZERO, 100).stream().filter(each -> lines.standBy(each, now + 1)))
                .hasSize(StandBy.MOST_OF_CAMPAIGN);
    }

    @Test
    void who_waits_for_something_else_has_the_next_one_called_up() throws InterruptedException {
        add(back("urgent", 0, 1, "capped", 10), back("urgent", 0, 2, "capped", 20));
        standBy(2);
        lines.freed("capped");
        lines.postpone(peek().orElseThrow(), Duration.ofMinutes(1));
        assertThat(takeAll()).containsExactly("urgent/0@2");
    }

    @Test
    void a_slot_that_is_given_back_while_a_record_asks_for_it_is_asked_for_again() throws InterruptedException {
        add(back("low", 0, 1, "capped", 10));
        Candidate asking = peek().orElseThrow();
        long asked = now;
        now += 5;
        lines.freed("capped");
        assertThat(lines.standBy(asking, asked)).isTrue();
        assertThat(peek()).contains(asking);
        assertThat(lines.standBy(asking, now + 1)).isTrue();
        assertThat(peek()).isEmpty();
    }

    @Test
    void the_first_one_asks_again_soon_whatever_is_heard_and_all_stand_by_for_a_while_only()
            throws InterruptedException {
        add(back("urgent", 0, 1, "capped", 10), back("urgent", 0, 2, "capped", 20));
        standBy(2);
        long seconds = Lines.STANDS_BY.toSeconds();
        for (int second = 1; second <= seconds; second++) {
            assertThat(peek()).isEmpty();
            now += Lines.ASKS_AGAIN.toNanos();
            assertThat(peek()).map(LinesTest::name).contains("urgent/0@1");
            assertThat(lines.standBy(peek().orElseThrow(), now)).isEqualTo(second < seconds);
        }
        assertThat(takeAll()).containsExactly("urgent/0@1", "urgent/0@2");
    }

    @Test
    void of_a_partition_that_another_pod_has_now_nobody_stands_by() throws InterruptedException {
        add(back("urgent", 0, 1, "capped", 10), back("urgent", 1, 1, "capped", 20));
        Candidate gone = standBy(2).getFirst();
        lines.drop(List.of(new TopicPartition("calls.urgent", 0)));
        lines.freed("capped");
        assertThat(takeAll()).containsExactly("urgent/1@1");
        assertThat(lines.standBy(gone, now + 1)).isTrue();
        lines.freed("capped");
        assertThat(peek()).isEmpty();
    }

    /** Those of the campaign at its cap, the next ones. */
    private List<Candidate> standBy(int count) throws InterruptedException {
        List<Candidate> capped = lines.peek(Duration.ZERO, 10).stream()
                .filter(each -> each.campaign().equals("capped")).toList();
        assertThat(capped).hasSize(count).allMatch(each -> lines.standBy(each, now + 1));
        return capped;
    }

    /** A record of a call that comes back. */
    private static ConsumerRecord<byte[], byte[]> back(String priority, int partition, long offset, String campaign,
            long timestamp) {
        ConsumerRecord<byte[], byte[]> first = record(priority, partition, offset, campaign, timestamp);
        first.headers().add("revision", "2".getBytes(StandardCharsets.UTF_8));
        return first;
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
        assertThat(lines.longerThan(2)).containsExactly(partition("normal", 0));
        lines.take(peek().orElseThrow());
        assertThat(lines.longerThan(2)).isEmpty();
        assertThat(lines.waiting()).isEqualTo(1);
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

    private static String name(Candidate candidate) {
        ConsumerRecord<?, ?> origin = candidate.origin();
        return origin.topic().substring("calls.".length()) + "/" + origin.partition() + "@" + origin.offset();
    }

    private static TopicPartition partition(String priority, int number) {
        return new TopicPartition("calls." + priority, number);
    }

    private static ConsumerRecord<byte[], byte[]> record(String priority, int partition, long offset, String campaign,
            long at) {
        String request = "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"" + campaign + "\"}";
        return record(priority, partition, offset, campaign, at, request.getBytes(StandardCharsets.UTF_8));
    }

    private static ConsumerRecord<byte[], byte[]> record(String priority, int partition, long offset, String campaign,
            long at, byte[] value) {
        byte[] key = (campaign + "-" + partition + "-" + offset).getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>("calls." + priority, partition, offset, at, TimestampType.CREATE_TIME, key.length,
                value.length, key, value, new RecordHeaders(), Optional.empty());
    }
}
