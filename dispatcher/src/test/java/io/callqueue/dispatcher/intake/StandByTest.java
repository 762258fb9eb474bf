package io.callqueue.dispatcher.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static io.callqueue.dispatcher.intake.Records.READER;
import static io.callqueue.dispatcher.intake.Records.back;
import static io.callqueue.dispatcher.intake.Records.name;
import static io.callqueue.dispatcher.intake.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

class StandByTest {
    private long now;
    private int calls;
    private final Lines lines = new Lines(() -> now, () -> {});
    private final StandBy standBy = new StandBy(lines, () -> calls++);

    @Test
    void for_each_slot_that_is_given_back_the_first_that_stands_by_is_called_up() throws InterruptedException {
        add(back("low", 0, 1, "capped", 10), back("low", 0, 2, "capped", 20), record("low", 0, 3, "other", 30),
                back("urgent", 0, 1, "capped", 40));
        allStandBy(3);
        assertThat(peek()).map(Records::name).contains("low/0@3");
        standBy.freed("other");
        assertThat(takeAll()).containsExactly("low/0@3");
        int before = calls;
        standBy.freed("capped");
        assertThat(calls).isEqualTo(before + 1);
        assertThat(peek()).map(Records::name).contains("urgent/0@1");
        standBy.freed("capped");
        now += Duration.ofMillis(30).toNanos();
        assertThat(lines.peek(Duration.ZERO, 4)).extracting(Records::name).containsExactly("urgent/0@1", "low/0@1");
    }

    @Test
    void who_is_taken_out_has_the_next_one_called_up() throws InterruptedException {
        add(back("normal", 0, 1, "capped", 10), back("normal", 0, 2, "capped", 20), back("normal", 0, 3, "capped", 30));
        allStandBy(3);
        standBy.freed("capped");
        now += Duration.ofMillis(30).toNanos();
        Candidate called = peek().orElseThrow();
        assertThat(lines.peek(Duration.ZERO, 3)).hasSize(1);
        lines.take(called);
        now += Duration.ofMillis(30).toNanos();
        assertThat(peek()).map(Records::name).contains("normal/0@2");
    }

    @Test
    void only_what_came_back_stands_by_and_first_records_that_go_before_it() throws InterruptedException {
        add(record("low", 0, 1, "capped", 10), record("urgent", 0, 1, "capped", 10));
        for (Candidate first : lines.peek(Duration.ZERO, 2)) {
            assertThat(standBy.join(first, now)).isFalse();
        }
        add(back("low", 0, 2, "capped", 20));
        List<Candidate> all = lines.peek(Duration.ZERO, 3);
        assertThat(standBy.join(all.get(2), now)).isTrue();
        assertThat(standBy.join(all.get(1), now)).as("as urgent").isFalse();
        assertThat(standBy.join(all.get(0), now)).as("more urgent").isTrue();
    }

    @Test
    void a_new_record_does_not_ask_while_others_as_urgent_stand_by() throws InterruptedException {
        add(back("normal", 0, 1, "capped", 10), record("normal", 1, 2, "capped", 20), record("low", 0, 1, "capped", 5),
                record("high", 0, 1, "capped", 30), record("normal", 1, 3, "other", 30));
        Candidate first = lines.peek(Duration.ZERO, 5).stream().filter(each -> name(each).equals("normal/0@1"))
                .findFirst()
                .orElseThrow();
        assertThat(standBy.join(first, now + 1)).isTrue();
        standBy.freed("capped");
        assertThat(lines.peek(Duration.ZERO, 5).stream().filter(standBy::isBehindOthers)).extracting(Records::name)
                .as("also while it is called up").containsExactlyInAnyOrder("normal/1@2", "low/0@1");
        lines.take(first);
        assertThat(lines.peek(Duration.ZERO, 5)).noneMatch(standBy::isBehindOthers);
    }

    @Test
    void of_one_campaign_no_more_stand_by_than_enough() throws InterruptedException {
        for (int offset = 0; offset <= Standing.MOST_OF_CAMPAIGN; offset++) {
            add(back("low", 0, offset, "capped", offset));
        }
        assertThat(lines.peek(Duration.ZERO, 100).stream().filter(each -> standBy.join(each, now + 1)))
                .hasSize(Standing.MOST_OF_CAMPAIGN);
    }

    @Test
    void who_waits_for_something_else_has_the_next_one_called_up() throws InterruptedException {
        add(back("urgent", 0, 1, "capped", 10), back("urgent", 0, 2, "capped", 20));
        allStandBy(2);
        standBy.freed("capped");
        lines.postpone(peek().orElseThrow(), Duration.ofMinutes(1));
        assertThat(takeAll()).containsExactly("urgent/0@2");
    }

    @Test
    void a_slot_that_is_given_back_while_a_record_asks_for_it_is_asked_for_again() throws InterruptedException {
        add(back("low", 0, 1, "capped", 10));
        Candidate asking = peek().orElseThrow();
        long asked = now;
        now += 5;
        standBy.freed("capped");
        assertThat(standBy.join(asking, asked)).isTrue();
        assertThat(peek()).contains(asking);
        assertThat(standBy.join(asking, now + 1)).isTrue();
        assertThat(peek()).isEmpty();
    }

    @Test
    void the_first_one_asks_again_soon_whatever_is_heard_and_all_stand_by_for_a_while_only()
            throws InterruptedException {
        add(back("urgent", 0, 1, "capped", 10), back("urgent", 0, 2, "capped", 20));
        allStandBy(2);
        long seconds = StandBy.AT_MOST.toSeconds();
        for (int second = 1; second <= seconds; second++) {
            assertThat(peek()).isEmpty();
            now += StandBy.ASKS_AGAIN.toNanos();
            assertThat(peek()).map(Records::name).contains("urgent/0@1");
            assertThat(standBy.join(peek().orElseThrow(), now)).isEqualTo(second < seconds);
        }
        assertThat(takeAll()).containsExactly("urgent/0@1", "urgent/0@2");
    }

    @Test
    void of_a_partition_that_another_pod_has_now_nobody_stands_by() throws InterruptedException {
        add(back("urgent", 0, 1, "capped", 10), back("urgent", 1, 1, "capped", 20));
        Candidate gone = allStandBy(2).getFirst();
        lines.drop(List.of(new TopicPartition("calls.urgent", 0)));
        assertThat(peek()).as("no slot was given back").isEmpty();
        standBy.freed("capped");
        assertThat(takeAll()).containsExactly("urgent/1@1");
        assertThat(standBy.join(gone, now + 1)).isTrue();
        standBy.freed("capped");
        assertThat(peek()).isEmpty();
    }

    /** Those of the campaign at its cap, the next ones. */
    private List<Candidate> allStandBy(int count) throws InterruptedException {
        List<Candidate> capped = lines.peek(Duration.ZERO, 10).stream()
                .filter(each -> each.campaign().equals("capped")).toList();
        assertThat(capped).hasSize(count).allMatch(each -> standBy.join(each, now + 1));
        return capped;
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
