package io.callqueue.scheduler.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.callqueue.call.Call;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;
import io.callqueue.scheduler.Scene;
import io.callqueue.topic.FirstRecord.Usable;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduledCallsTest {
    private static final Instant NOW = Instant.parse("2027-01-15T14:30:00Z");
    private static final Instant EARLIER = NOW.minus(Duration.ofHours(1));
    private static final Instant LATER = NOW.plus(Duration.ofDays(1));

    @Test
    void call_is_due_at_the_moment_that_was_asked_for_past_or_not() {
        assertThat(timed(Optional.of(LATER), NOW).dueAt()).contains(LATER);
        assertThat(timed(Optional.of(EARLIER), NOW).dueAt()).contains(EARLIER);
    }

    @Test
    void call_without_a_time_is_due_now_and_kept_by_a_timer_all_the_same() {
        Call call = timed(Optional.empty(), EARLIER);

        assertThat(call.dueAt()).contains(NOW);
        assertThat(call.status()).isEqualTo(CallStatus.SCHEDULED);
    }

    @Test
    void record_dated_in_the_future_is_of_now() {
        assertThat(timed(Optional.empty(), LATER).order().createdAt()).isEqualTo(NOW);
        assertThat(timed(Optional.empty(), LATER).dueAt()).contains(NOW);
    }

    private static Call timed(Optional<Instant> scheduledAt, Instant createdAt) {
        String request = Scene.request(Scene.newId(), Priority.HIGH, scheduledAt);
        return ScheduledCalls.timed(new Usable(Scene.newId(), Scene.parsed(request), createdAt), NOW);
    }
}
