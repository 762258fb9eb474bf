package io.callqueue.dispatcher.plivo;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

class PlivoCircuitTest {
    private static final DialResult AWAY = new DialResult.InDoubt("HTTP 502: Bad gateway");
    private static final DialResult ACCEPTED = new DialResult.Accepted(Optional.empty());
    private long now;
    private final PlivoCircuit circuit = new PlivoCircuit(Duration.ofMinutes(1), () -> now);
    private final PlivoCircuit impatient = new PlivoCircuit(Duration.ofSeconds(1), () -> now);

    @Test
    void opens_when_plivo_does_not_answer_and_says_why() {
        dial(AWAY, 9);
        assertThat(circuit.away()).isEmpty();
        dial(new DialResult.NotArrived("connection refused"), 1);
        assertThat(circuit.away()).contains("connection refused");
        assertThat(circuit.tryEnter()).isFalse();
        assertThat(circuit.hasAnswered()).isFalse();
    }

    @Test
    void a_refusal_is_an_answer() {
        dial(new DialResult.Refused(400, "no"), 30);
        assertThat(circuit.away()).isEmpty();
        assertThat(circuit.hasAnswered()).isTrue();
        now += Duration.ofMinutes(1).toNanos();
        assertThat(circuit.hasAnswered()).as("an answer of a minute ago").isFalse();
    }

    @Test
    void now_and_then_a_failure_opens_nothing() {
        for (int i = 0; i < 50; i++) {
            dial(AWAY, 1);
            dial(ACCEPTED, 1);
        }
        assertThat(circuit.away()).isEmpty();
    }

    @Test
    void a_few_dials_try_whether_plivo_is_back() {
        dial(impatient, AWAY, 10);
        await().pollInterval(Duration.ofMillis(10)).until(impatient::tryEnter);
        assertThat(impatient.tryEnter()).isTrue();
        assertThat(impatient.tryEnter()).isTrue();
        assertThat(impatient.tryEnter()).as("a fourth trial at once").isFalse();
        impatient.leave(Optional.empty());
        assertThat(impatient.tryEnter()).as("a place that was left unused").isTrue();
        for (int i = 0; i < 3; i++) {
            impatient.leave(Optional.of(ACCEPTED));
        }
        assertThat(impatient.away()).isEmpty();
        dial(impatient, ACCEPTED, 20);
    }

    @Test
    void while_it_is_tried_plivo_is_away_until_nobody_has_tried_for_a_while() {
        dial(impatient, AWAY, 10);
        await().pollInterval(Duration.ofMillis(10)).until(impatient::tryEnter);
        assertThat(impatient.away()).contains("HTTP 502: Bad gateway");
        now += Duration.ofMinutes(1).toNanos();
        assertThat(impatient.away()).isEmpty();
    }

    @Test
    void trials_in_vain_open_it_again() {
        dial(impatient, AWAY, 10);
        await().pollInterval(Duration.ofMillis(10)).until(impatient::tryEnter);
        impatient.leave(Optional.of(AWAY));
        dial(impatient, AWAY, 2);
        assertThat(impatient.away()).contains("HTTP 502: Bad gateway");
    }

    private void dial(DialResult result, int times) {
        dial(circuit, result, times);
    }

    private static void dial(PlivoCircuit circuit, DialResult result, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(circuit.tryEnter()).isTrue();
            circuit.leave(Optional.of(result));
        }
    }
}
