package io.callqueue.dispatcher.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.callqueue.dispatcher.intake.Records.READER;
import static io.callqueue.dispatcher.intake.Records.name;
import static io.callqueue.dispatcher.intake.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

class RateTurnsTest {
    private static final String RATE = "+14155550100";
    private static final Duration SPACING = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofDays(1);
    private long now;
    private final Lines lines = new Lines(() -> now, () -> {});
    private final RateTurns turns = new RateTurns(lines);

    @Test
    void of_those_of_one_rate_the_first_asks_when_it_may_be_dialed_and_the_next_when_it_has_left()
            throws InterruptedException {
        add(record("low", 0, 1, "a", 10), record("low", 0, 2, "a", 20), record("low", 0, 3, "a", 30));
        next(3).reversed().forEach(each -> join(each, Duration.ofMillis(300)));
        assertThat(next(3)).isEmpty();
        after(Duration.ofMillis(300));
        assertThat(names()).containsExactly("low/0@1");
        lines.take(next(1).getFirst());
        assertThat(names()).containsExactly("low/0@2");
    }

    @Test
    void the_more_urgent_goes_before_all_that_wait_already() throws InterruptedException {
        for (int offset = 1; offset <= 1_000; offset++) {
            add(record("low", 0, offset, "a", offset));
        }
        next(1_000).forEach(each -> join(each, Duration.ofMillis(300)));
        add(record("urgent", 0, 1, "a", 5_000));
        join(next(1).getFirst(), Duration.ofMillis(200));
        after(Duration.ofMillis(200));
        assertThat(names()).containsExactly("urgent/0@1");
        lines.take(next(1).getFirst());
        assertThat(names()).containsExactly("low/0@1");
    }

    @Test
    void of_one_rate_campaigns_take_turns_however_long_the_others_have_waited() throws InterruptedException {
        for (int offset = 1; offset <= 1_000; offset++) {
            add(record("low", 0, offset, "large", offset));
        }
        next(1_000).forEach(each -> join(each, Duration.ofMillis(300)));
        add(record("low", 1, 1, "small", 5_000), record("low", 1, 2, "small", 5_001));
        next(2).forEach(each -> join(each, Duration.ofMillis(200)));
        after(Duration.ofMillis(200));
        List<String> dialed = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            dialed.addAll(names());
            lines.take(next(1).getFirst());
        }
        assertThat(dialed).containsExactly("low/0@1", "low/1@1", "low/0@2", "low/1@2", "low/0@3", "low/0@4");
    }

    @Test
    void who_asked_too_early_asks_again_and_goes_behind_nobody() throws InterruptedException {
        add(record("low", 0, 1, "a", 10), record("low", 0, 2, "a", 20));
        next(2).forEach(each -> join(each, Duration.ofMillis(300)));
        after(Duration.ofMillis(300));
        join(next(1).getFirst(), Duration.ofMillis(1));
        assertThat(next(2)).isEmpty();
        after(Duration.ofMillis(1));
        assertThat(names()).containsExactly("low/0@1");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 100, 500, 2_000})
    void a_rate_is_used_though_whoever_looks_is_a_little_late(int spacingMillis) throws InterruptedException {
        Random random = new Random(spacingMillis);
        Duration spacing = Duration.ofMillis(spacingMillis);
        for (int offset = 1; offset <= 150; offset++) {
            add(record("low", 0, offset, "a", offset));
        }
        long allowed = 0;
        List<String> dialed = new ArrayList<>();
        while (dialed.size() < 100) {
            now += random.nextLong(1, spacing.toNanos() / 50); // of a thread that looks again and again
            for (Candidate candidate : next(32)) {
                if (now >= allowed) {
                    dialed.add(name(candidate));
                    lines.take(candidate);
                    allowed = now + spacing.toNanos();
                } else {
                    turns.join(candidate, RATE, Duration.ofNanos(allowed - now), spacing, LONG);
                }
            }
        }
        assertThat((double) 100 * spacing.toNanos() / now).isGreaterThan(0.96);
        assertThat(dialed).startsWith("low/0@1", "low/0@2", "low/0@3").endsWith("low/0@100");
    }

    @Test
    void a_turn_too_far_away_is_not_taken_and_a_more_urgent_one_is_nearer() throws InterruptedException {
        Duration most = Duration.ofMillis(1_300);
        add(record("low", 0, 1, "a", 10), record("low", 0, 2, "a", 20), record("low", 0, 3, "a", 30),
                record("low", 0, 4, "a", 40));
        List<Candidate> all = next(4);
        assertThat(all.stream().map(each -> turns.join(each, RATE, Duration.ofMillis(300), SPACING, most)))
                .containsExactly(true, true, true, false);
        add(record("urgent", 0, 1, "a", 50));
        Candidate urgent = lines.peek(Duration.ZERO, 9).stream().filter(each -> name(each).startsWith("urgent"))
                .findFirst().orElseThrow();
        assertThat(turns.join(urgent, RATE, Duration.ofMillis(300), SPACING, most)).isTrue();
    }

    @Test
    void of_a_slow_rate_one_waits_for_its_turn_and_the_others_do_not() throws InterruptedException {
        add(record("low", 0, 1, "a", 10), record("low", 0, 2, "a", 20));
        Duration slow = Duration.ofSeconds(100);
        assertThat(next(2).stream().map(each -> turns.join(each, RATE, slow, slow, Duration.ofSeconds(3))))
                .containsExactly(true, false);
        assertThat(turns.join(next(1).getFirst(), RATE, Duration.ofMinutes(3), slow, Duration.ofSeconds(3))).isFalse();
    }

    @Test
    void who_waits_for_something_else_or_is_not_taken_or_is_another_pods_lets_the_next_one_ask()
            throws InterruptedException {
        add(record("normal", 0, 1, "a", 10), record("normal", 1, 2, "a", 20), record("normal", 2, 3, "a", 30),
                record("normal", 2, 4, "a", 40), record("normal", 2, 5, "a", 50));
        List<Candidate> all = next(5);
        all.forEach(each -> join(each, Duration.ofMillis(300)));
        turns.leave(all.get(0));
        assertThat(names()).containsExactly("normal/1@2");
        lines.drop(List.of(new TopicPartition("calls.normal", 1)));
        assertThat(names()).containsExactly("normal/2@3");
        lines.postpone(all.get(2), Duration.ofMinutes(1));
        assertThat(names()).containsExactly("normal/2@4");
        assertThat(turns.join(all.get(3), RATE, Duration.ofMinutes(3), SPACING, Duration.ofSeconds(3))).isFalse();
        assertThat(names()).containsExactly("normal/2@4", "normal/2@5");
    }

    @Test
    void who_waits_for_another_rate_now_waits_for_the_former_no_more() throws InterruptedException {
        add(record("low", 0, 1, "a", 10), record("low", 0, 2, "a", 20));
        List<Candidate> all = next(2);
        all.forEach(each -> join(each, Duration.ofMillis(300)));
        turns.join(all.getFirst(), "campaign-1", Duration.ofSeconds(2), SPACING, LONG);
        assertThat(names()).containsExactly("low/0@2");
        after(Duration.ofSeconds(2));
        assertThat(names()).containsExactlyInAnyOrder("low/0@1", "low/0@2");
    }

    private void join(Candidate candidate, Duration after) {
        assertThat(turns.join(candidate, RATE, after, SPACING, LONG)).isTrue();
    }

    private void after(Duration time) {
        now += time.toNanos();
    }

    @SafeVarargs
    private final void add(ConsumerRecord<byte[], byte[]>... records) {
        lines.add(Arrays.stream(records).map(each -> Candidate.of(each, READER)).toList());
    }

    private List<Candidate> next(int most) throws InterruptedException {
        return lines.peek(Duration.ZERO, most);
    }

    private List<String> names() throws InterruptedException {
        return next(9).stream().map(Records::name).toList();
    }
}
