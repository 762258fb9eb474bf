package io.callqueue.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.simulator.behavior.Fault;
import io.callqueue.simulator.behavior.Misbehavior;
import io.callqueue.simulator.behavior.WebhookEvent;
import io.callqueue.simulator.witness.Fate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MisbehaviorTest extends SimulatorTest {
    @Test
    void accept_then_502_really_places_the_call() throws IOException {
        simulator.misbehave(Misbehavior.acceptThenError(502));
        assertThat(dialer.dial(NUMBER).status()).isEqualTo(502);
        assertThat(simulator.witness().placed("c-1", 1)).isEqualTo(1);
        assertThat(hangup().field("HangupCauseCode")).isEqualTo("4000");
        assertThat(dialer.dial(NUMBER).status()).isEqualTo(201);
    }

    @Test
    void accept_then_reset_really_places_the_call() {
        simulator.misbehave(Misbehavior.of(Fault.ACCEPT_THEN_RESET));
        assertThatThrownBy(() -> dialer.dial(NUMBER)).isInstanceOf(IOException.class);
        assertThat(simulator.witness().placed("c-1", 1)).isPositive();
        eventually().until(() -> receiver.paths().contains("/hangup"));
    }

    @Test
    void a_slow_accept_comes_after_its_delay() throws IOException {
        simulator.misbehave(Misbehavior.slowAccept(Duration.ofMillis(300)));
        long before = System.nanoTime();
        Dialer.Answer answer = dialer.dial(NUMBER);
        assertThat(System.nanoTime() - before).isGreaterThan(300_000_000L);
        assertThat(answer.status()).isEqualTo(201);
    }

    @Test
    void a_slow_accept_places_the_call_at_once() {
        simulator.misbehave(Misbehavior.slowAccept(Duration.ofMinutes(5)));
        CompletableFuture<Dialer.Answer> answer = dialer.dialing(NUMBER);
        eventually().until(() -> receiver.paths().contains("/ring"));
        assertThat(answer).isNotDone();
    }

    @Test
    void an_unreadable_accept_places_the_call() throws IOException {
        simulator.misbehave(Misbehavior.of(Fault.UNREADABLE_ACCEPT));
        Dialer.Answer answer = dialer.dial(NUMBER);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.requestUuid()).isEmpty();
        assertThat(simulator.witness().placed()).isEqualTo(1);
    }

    @Test
    void an_array_of_one_uuid_may_be_answered() throws IOException {
        simulator.misbehave(Misbehavior.of(Fault.ARRAY_UUID));
        assertThat(dialer.dial(NUMBER).json().path("request_uuid").isArray()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 429, 500, 503})
    void a_refusal_places_no_call(int status) throws IOException {
        simulator.misbehave(Misbehavior.refuse(status));
        Dialer.Answer answer = dialer.dial(NUMBER);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error()).isNotBlank();
        assertThat(simulator.witness().placed()).isZero();
        assertThat(simulator.witness().dials()).extracting("outcome").containsExactly("refused_" + status);
    }

    @Test
    void a_503_asks_to_be_sent_again_at_once() throws IOException {
        simulator.misbehave(Misbehavior.refuse(503));
        assertThat(dialer.dial(NUMBER).response().headers().firstValue("Retry-After")).contains("0");
    }

    @Test
    void the_limit_of_concurrent_calls_is_a_403_with_its_hangup_code() throws IOException {
        simulator.misbehave(Misbehavior.refuseByConcurrency());
        Dialer.Answer answer = dialer.dial(NUMBER);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.error()).contains("5030");
        assertThat(answer.json().path("hangup_cause_code").asInt()).isEqualTo(5030);
    }

    @Test
    void a_reset_before_the_accept_places_no_call() {
        simulator.misbehave(Misbehavior.of(Fault.REFUSE_BY_RESET).next(5));
        assertThatThrownBy(() -> dialer.dial(NUMBER)).isInstanceOf(IOException.class);
        assertThat(simulator.witness().placed()).isZero();
    }

    @Test
    void the_next_three_are_three_and_one_number_is_one() throws IOException {
        simulator.misbehave(Misbehavior.refuse(500).next(3).onNumber("*0101"));
        assertThat(dialer.dial("+14155550202").status()).isEqualTo(201);
        assertThat(dialer.dial(NUMBER).status()).isEqualTo(500);
        assertThat(dialer.dial(NUMBER).status()).isEqualTo(500);
        assertThat(simulator.behavior().misbehavior().getFirst().next()).isEqualTo(1);
        assertThat(dialer.dial(NUMBER).status()).isEqualTo(500);
        assertThat(dialer.dial(NUMBER).status()).isEqualTo(201);
        assertThat(simulator.behavior().misbehavior()).isEmpty();
    }

    @Test
    void a_probability_strikes_its_share() throws IOException {
        simulator.misbehave(Misbehavior.refuse(500).withProbability(0.5));
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            refused += dialer.dial(NUMBER).status() == 500 ? 1 : 0;
        }
        assertThat(refused).isBetween(70, 130);
    }

    @Test
    void a_lost_webhook_never_comes() throws IOException {
        simulator.misbehave(Misbehavior.of(Fault.WEBHOOK_LOST).onEvent(WebhookEvent.HANGUP));
        dialer.dial(NUMBER);
        eventually().until(() -> simulator.witness().webhooks("hangup", Fate.LOST) == 1);
        eventually().until(() -> receiver.paths().size() == 2);
        assertThat(receiver.paths()).containsExactly("/ring", "/answer");
    }

    @Test
    void a_late_webhook_is_overtaken() throws IOException {
        simulator.misbehave(Misbehavior.lateWebhook(Duration.ofHours(1)).onEvent(WebhookEvent.RING));
        dialer.dial(NUMBER);
        hangup();
        assertThat(receiver.paths()).containsExactly("/answer", "/hangup");
    }

    @Test
    void a_late_webhook_comes_after_its_delay() throws IOException {
        simulator.misbehave(Misbehavior.lateWebhook(Duration.ofMillis(300)).onEvent(WebhookEvent.RING));
        long before = System.nanoTime();
        dialer.dial(NUMBER);
        eventually().until(() -> receiver.paths().contains("/ring"));
        assertThat(System.nanoTime() - before).isGreaterThan(300_000_000L);
    }

    @Test
    void a_doubled_webhook_comes_twice_with_nonces_of_its_own() throws IOException {
        simulator.misbehave(Misbehavior.of(Fault.WEBHOOK_DOUBLED).onEvent(WebhookEvent.HANGUP));
        dialer.dial(NUMBER);
        eventually().until(() -> receiver.paths().size() == 4);
        assertThat(receiver.paths()).containsExactly("/ring", "/answer", "/hangup", "/hangup");
        assertThat(receiver.posts()).extracting(post -> post.header("X-Plivo-Signature-V3-Nonce"))
                .doesNotHaveDuplicates();
    }

    @Test
    void reversed_webhooks_come_hangup_first() throws IOException {
        simulator.misbehave(Misbehavior.of(Fault.WEBHOOKS_REVERSED));
        dialer.dial(NUMBER);
        eventually().until(() -> receiver.paths().size() == 3);
        assertThat(receiver.paths()).containsExactly("/hangup", "/answer", "/ring");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring", "hangup"})
    void a_webhook_may_come_before_the_creates_answer(String event) throws IOException {
        simulator.misbehave(Misbehavior.of(Fault.WEBHOOK_BEFORE_RESPONSE).onEvent(WebhookEvent.parse(event)));
        assertThat(dialer.dial(NUMBER).status()).isEqualTo(201);
        assertThat(receiver.paths()).contains("/" + event);
    }

    @Test
    void an_impossible_misbehavior_is_refused() {
        assertThatThrownBy(() -> Misbehavior.refuse(200)).hasMessageContaining("status");
        assertThatThrownBy(() -> Misbehavior.refuse(500).next(0)).hasMessageContaining("next");
        assertThatThrownBy(() -> Misbehavior.slowAccept(Duration.ZERO)).hasMessageContaining("delay_ms");
        assertThatThrownBy(() -> Misbehavior.refuse(500).onNumber("x")).hasMessageContaining("number");
    }
}
