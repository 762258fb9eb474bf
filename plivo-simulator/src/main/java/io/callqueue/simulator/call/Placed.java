package io.callqueue.simulator.call;

import io.callqueue.simulator.webhook.HookLine;

/** A call that was accepted. */
public record Placed(CallIds ids, String outcome, boolean queued, HookLine hooks) {}
