package io.callqueue.dispatcher.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Decision;
import io.callqueue.call.Ending;
import io.callqueue.call.LateNews;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Verdict;
import io.callqueue.dispatcher.Scene;

import static org.assertj.core.api.Assertions.assertThat;

class MoveCountsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(5);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final MoveCounts counts = new MoveCounts(metrics);
    private Call call = Call.created(new CallId("call-1"),
            Scene.parsed(Scene.request(new CallId("call-1"), "+14155550199")).order(NOW), Optional.empty());

    private void moved(Decision decision) {
        Decision.Change change = (Decision.Change) decision;
        counts.made(call, change);
        call = change.next();
    }

    private void claimed() {
        moved(Moves.claim(call, call.revision(), NOW, "pod", "lease", LONG));
    }

    private void ended(Outcome outcome, Verdict verdict) {
        moved(Moves.end(call, call.attemptNumber(), NOW, Ending.of(NOW, outcome, "why"), Optional.empty(), verdict));
    }

    private double count(String name, String tag, String value) {
        return metrics.get(name).tag(tag, value).counter().count();
    }

    @Test
    void a_dial_counts_once_however_it_is_heard_of() {
        claimed();
        moved(Moves.ring(call, 1, NOW, NOW, Optional.of("uuid"), LONG));
        moved(Moves.accept(call, 1, NOW, Optional.of("request"), Optional.empty(), LONG));
        moved(Moves.answer(call, 1, NOW, NOW, Optional.of("uuid"), LONG));
        assertThat(count("callqueue.dialed", "how", "accepted")).isEqualTo(1);
        assertThat(count("callqueue.dialed", "how", "adopted")).isZero();
    }

    @Test
    void one_that_nobody_was_sure_of_is_adopted() {
        claimed();
        moved(Moves.doubt(call, 1, NOW, NOW.plus(LONG)));
        moved(Moves.missing(call, 1, NOW, LONG));
        moved(Moves.ring(call, 1, NOW, NOW, Optional.of("uuid"), LONG));
        assertThat(metrics.get("callqueue.calls.doubted").counter().count()).isEqualTo(1);
        assertThat(count("callqueue.dialed", "how", "adopted")).isEqualTo(1);
        assertThat(count("callqueue.dialed", "how", "accepted")).isZero();
    }

    @Test
    void ends_are_counted_by_outcome_and_retries_beside_them() {
        claimed();
        moved(Moves.accept(call, 1, NOW, Optional.of("request"), Optional.empty(), LONG));
        ended(Outcome.BUSY, new Verdict.Retry(LONG, true));
        assertThat(count("callqueue.attempts", "outcome", "busy")).isEqualTo(1);
        assertThat(count("callqueue.retries", "outcome", "busy")).isEqualTo(1);
        moved(Moves.cancel(call, NOW));
        assertThat(count("callqueue.attempts", "outcome", "busy")).as("cancelling ends no attempt").isEqualTo(1);
    }

    @Test
    void an_end_that_nothing_follows_is_no_retry() {
        claimed();
        ended(Outcome.INVALID_NUMBER, new Verdict.Fail());
        assertThat(count("callqueue.attempts", "outcome", "invalid_number")).isEqualTo(1);
        assertThat(count("callqueue.retries", "outcome", "invalid_number")).isZero();
        assertThat(count("callqueue.dialed", "how", "accepted")).as("Plivo never had it").isZero();
    }

    @Test
    void an_attempt_that_plivo_never_got_ended_unknown_and_is_made_again() {
        claimed();
        moved(Moves.doubt(call, 1, NOW, NOW.plus(LONG)));
        moved(Moves.missing(call, 1, NOW, LONG));
        moved(Moves.missing(call, 1, NOW, LONG));
        assertThat(count("callqueue.attempts", "outcome", "unknown")).isEqualTo(1);
        assertThat(count("callqueue.retries", "outcome", "unknown")).isEqualTo(1);
    }

    @Test
    void an_attempt_of_which_more_is_heard_ended_once_and_was_dialed_once() {
        claimed();
        ended(Outcome.UNKNOWN, new Verdict.Fail());
        Attempt lost = call.attempt().orElseThrow();
        moved(Moves.fillIn(call, 1, NOW, known -> LateNews.rang(known, NOW, Optional.of("uuid"))));
        assertThat(count("callqueue.attempts", "outcome", "unknown")).isEqualTo(1);
        assertThat(count("callqueue.dialed", "how", "adopted")).isEqualTo(1);
        counts.learned(lost, LateNews.rang(lost, NOW, Optional.of("uuid")));
        assertThat(count("callqueue.dialed", "how", "adopted")).as("one before the latest").isEqualTo(2);
        counts.learned(call.attempt().orElseThrow(), call.attempt().orElseThrow());
        assertThat(count("callqueue.dialed", "how", "adopted")).isEqualTo(2);
    }
}
