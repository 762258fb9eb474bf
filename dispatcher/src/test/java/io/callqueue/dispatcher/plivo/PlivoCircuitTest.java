package io.callqueue.dispatcher.plivo;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PlivoCircuitTest {
    private static final DialResult AWAY = new DialResult.InDoubt("HTTP 502: Bad gateway");
    private static final DialResult ACCEPTED = new DialResult.Accepted(Optional.empty());
    private final PlivoCircuit circuit = new PlivoCircuit(Duration.ofMillis(200));

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
        dial(AWAY, 10);
        await().pollInterval(Duration.ofMillis(10)).until(circuit::tryEnter);
        assertThat(circuit.tryEnter()).isTrue();
        assertThat(circuit.tryEnter()).isTrue();
        assertThat(circuit.tryEnter()).as("a fourth trial at once").isFalse();
        circuit.leave(Optional.empty());
        assertThat(circuit.tryEnter()).as("a place that was left unused").isTrue();
        for (int i = 0; i < 3; i++) {
            circuit.leave(Optional.of(ACCEPTED));
        }
        assertThat(circuit.away()).isEmpty();
        dial(ACCEPTED, 20);
    }

    @Test
    void trials_in_vain_open_it_again() {
        dial(AWAY, 10);
        await().pollInterval(Duration.ofMillis(10)).until(circuit::tryEnter);
        circuit.leave(Optional.of(AWAY));
        dial(AWAY, 2);
        assertThat(circuit.away()).contains("HTTP 502: Bad gateway");
    }

    private void dial(DialResult result, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(circuit.tryEnter()).isTrue();
            circuit.leave(Optional.of(result));
        }
    }
}
