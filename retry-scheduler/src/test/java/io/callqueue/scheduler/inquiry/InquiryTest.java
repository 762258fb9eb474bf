package io.callqueue.scheduler.inquiry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.callqueue.call.Call;
import io.callqueue.call.Decision;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;
import io.callqueue.call.Verdict;
import io.callqueue.scheduler.Scene;
import io.callqueue.topic.Reconcile.Action;

import static org.assertj.core.api.Assertions.assertThat;

class InquiryTest {
    private static final Instant NOW = Instant.parse("2027-01-15T14:30:00Z");
    private static final Duration LONG = Duration.ofMinutes(1);
    private final Call queued = Call.created(Scene.newId(),
            Scene.parsed(Scene.request(Scene.newId(), Priority.NORMAL, Optional.empty())).order(NOW), Optional.empty());
    private final Call dialing = moved(Moves.claim(queued, 1, NOW, "pod", "lease", LONG));
    private final Call accepted = moved(
            Moves.accept(dialing, 1, NOW, Optional.of("request-uuid"), Optional.empty(), LONG));

    @Test
    void plivo_is_asked_about_an_attempt_whose_deadline_passed() {
        assertThat(Inquiry.overdue(dialing).action()).isEqualTo(Action.LOOK_UP);
        assertThat(Inquiry.overdue(accepted).action()).isEqualTo(Action.LOOK_UP);
    }

    @Test
    void cancelled_call_is_hung_up_when_plivo_has_named_it() {
        Call cancelled = moved(Moves.cancel(accepted, NOW));

        assertThat(Inquiry.overdue(cancelled).action()).isEqualTo(Action.HANG_UP);
        assertThat(Inquiry.hangUp(cancelled)).get().extracting("attempt").isEqualTo(1);
    }

    @Test
    void cancelled_call_that_plivo_has_not_named_is_looked_up() {
        Call cancelled = moved(Moves.cancel(dialing, NOW));

        assertThat(Inquiry.overdue(cancelled).action()).isEqualTo(Action.LOOK_UP);
        assertThat(Inquiry.hangUp(cancelled)).isEmpty();
    }

    @Test
    void call_that_is_over_is_not_hung_up() {
        Call ended = moved(Moves.end(moved(Moves.cancel(accepted, NOW)), 1, NOW,
                Ending.of(NOW, Outcome.REJECTED, "hung up"), Optional.empty(), new Verdict.Complete()));

        assertThat(Inquiry.hangUp(ended)).isEmpty();
    }

    private static Call moved(Decision decision) {
        return ((Decision.Change) decision).next();
    }
}
