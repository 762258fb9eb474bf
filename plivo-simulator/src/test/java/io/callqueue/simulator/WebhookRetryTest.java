package io.callqueue.simulator;

import java.io.IOException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.callqueue.simulator.outcome.Outcome;
import io.callqueue.simulator.witness.Fate;

import static org.assertj.core.api.Assertions.assertThat;

class WebhookRetryTest extends SimulatorTest {
    @BeforeEach
    void only_the_hangup_is_told() {
        everyCallIs(Outcome.BUSY);
    }

    private void dialWithFragment(String fragment) throws IOException {
        dialer.dial(dialer.create(NUMBER, "hangup_url", receiver.url("/hangup" + fragment)));
    }

    private void awaitFate(Fate fate) {
        eventually().until(() -> simulator.witness().webhooks("hangup", fate) == 1);
    }

    @Test
    void by_default_a_server_error_is_not_tried_again() throws IOException {
        receiver.answersNext(500);
        dialWithFragment("");
        awaitFate(Fate.FAILED);
        assertThat(receiver.posts()).hasSize(1);
    }

    @Test
    void policy_all_is_tried_until_it_succeeds() throws IOException {
        receiver.answersNext(500, 404, 503);
        dialWithFragment("#ct=2000&rt=60000&rc=5&rp=all");
        awaitFate(Fate.SENT);
        assertThat(receiver.posts()).hasSize(4);
        assertThat(receiver.posts()).extracting(post -> post.header("X-Plivo-Signature-V3-Nonce"))
                .doesNotHaveDuplicates();
    }

    @Test
    void after_the_last_retry_it_is_given_up() throws IOException {
        receiver.answersNext(500, 500, 500, 500);
        dialWithFragment("#rt=60000&rc=2&rp=all");
        awaitFate(Fate.FAILED);
        assertThat(receiver.posts()).hasSize(3);
    }

    @Test
    void by_default_a_dropped_connection_is_tried_once_more() throws IOException {
        receiver.answersNext(0, 0, 0);
        dialWithFragment("");
        awaitFate(Fate.FAILED);
        assertThat(simulator.witness().report().webhookTries()).containsEntry("hangup", 2L);
    }
}
