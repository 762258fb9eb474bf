package io.callqueue.simulator.webhook;

import java.util.Optional;

import io.callqueue.simulator.behavior.Fault;
import io.callqueue.simulator.behavior.Misbehavior;
import io.callqueue.simulator.behavior.WebhookEvent;

/** Says what is to go wrong with one webhook of one call. */
@FunctionalInterface
public interface HookFaults {
    Optional<Misbehavior> draw(Fault kind, WebhookEvent event);
}
