package io.callqueue.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

import io.callqueue.call.Erased;
import io.callqueue.call.Order;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.window.CallingWindow;

/** A call request, checked and with its defaults filled in. Written as JSON it is the value of a call's records. */
public record CallRequest(String phoneNumber, String campaignId, Optional<String> customCallId, Priority priority,
        Optional<Instant> scheduledAt, Optional<Instant> expiresAt, int maxRetries, Optional<String> timezone,
        Optional<CallingWindow> callingWindow, Map<String, RetryRule> retryPolicy, CallConfig callConfig) {
    private static final int HASH_BYTES = 12;

    /** The same request under another priority: a direct producer's topic decides. */
    public CallRequest withPriority(Priority other) {
        return new CallRequest(phoneNumber, campaignId, customCallId, other, scheduledAt, expiresAt, maxRetries,
                timezone, callingWindow, retryPolicy, callConfig);
    }

    /** The same once more, for now and under another id: what was decided of its call since holds. */
    public CallRequest again(Priority inForce) {
        return new CallRequest(phoneNumber, campaignId, Optional.empty(), inForce, Optional.empty(), expiresAt,
                maxRetries, timezone, callingWindow, retryPolicy, callConfig);
    }

    /** Without all that is about the person. */
    public CallRequest erased() {
        return new CallRequest(Erased.NUMBER, campaignId, customCallId, priority, scheduledAt, expiresAt, maxRetries,
                Optional.empty(), callingWindow, retryPolicy, callConfig.erased());
    }

    /** The part that the call's moves need. */
    public Order order(Instant createdAt) {
        return new Order(phoneNumber, campaignId, priority, maxRetries, Duration.ofSeconds(callConfig.ringTimeout()),
                Duration.ofSeconds(callConfig.maxDuration()), createdAt, scheduledAt, expiresAt, hash());
    }

    /** When the call is looked at first, if it is not to be dialed at once: an expiry before then ends it on time. */
    public Optional<Instant> dueAfter(Instant now) {
        return scheduledAt.filter(at -> at.isAfter(now)).map(at -> expiresAt.filter(at::isAfter).orElse(at));
    }

    /** The same for equal requests only: 96 bits of SHA-256, in few letters: it stands in every call. */
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Json.text(this).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** How long it is as callqueue writes it. */
    public int writtenBytes() {
        return Json.bytes(this).length;
    }
}
