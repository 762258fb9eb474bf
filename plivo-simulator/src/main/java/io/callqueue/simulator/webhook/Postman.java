package io.callqueue.simulator.webhook;

import java.net.URI;
import java.util.Optional;

import io.callqueue.simulator.witness.Fate;
import io.callqueue.simulator.witness.Witness;

/** Sends webhooks with the retries that their URLs ask for, and tells the witness what became of each. */
public final class Postman implements AutoCloseable {
    private final Courier courier;
    private final Witness witness;

    public Postman(SignatureV3 signature, Witness witness) {
        courier = new Courier(signature);
        this.witness = witness;
    }

    /** Returns when the webhook is delivered or given up. */
    Delivery deliver(Webhook webhook, Runnable afterFirstTry) {
        try {
            Optional<URI> url = webhook.target().uri();
            if (url.isPresent() && !Loopback.isLoopback(url.get())) {
                return ended(webhook, Fate.REFUSED, new Delivery.NotSent());
            }
            return url.map(found -> tryAll(webhook, found, afterFirstTry))
                    .orElseGet(() -> ended(webhook, Fate.FAILED, new Delivery.Failed()));
        } finally {
            afterFirstTry.run();
        }
    }

    void lose(Webhook webhook) {
        witness.webhook(webhook.event().word(), Fate.LOST);
    }

    private Delivery tryAll(Webhook webhook, URI url, Runnable afterFirstTry) {
        RetryFragment how = RetryFragment.of(url.getRawFragment());
        for (int left = how.retries();; left--) {
            witness.webhookTried(webhook.event().word());
            Attempt attempt = courier.carry(webhook, url, how);
            afterFirstTry.run();
            if (attempt instanceof Attempt.Answered answered && answered.status() / 100 == 2) {
                return ended(webhook, Fate.SENT, new Delivery.Delivered(answered.body()));
            }
            if (left == 0 || !how.retries(attempt)) {
                return ended(webhook, Fate.FAILED, new Delivery.Failed());
            }
        }
    }

    private Delivery ended(Webhook webhook, Fate fate, Delivery delivery) {
        witness.webhook(webhook.event().word(), fate);
        return delivery;
    }

    @Override
    public void close() {
        courier.close();
    }
}
