package io.callqueue.simulator.webhook;

import java.util.Map;

import io.callqueue.simulator.behavior.WebhookEvent;

/** One thing to tell the caller. */
public record Webhook(WebhookEvent event, Callback target, Map<String, String> form) {}
