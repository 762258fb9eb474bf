package io.callqueue.ingest.accept;

import java.time.Instant;

import io.callqueue.call.CallStatus;
import io.callqueue.request.CallRequest;

/** The status that a call had when it was accepted, told from what never changes. */
public final class FirstStatus {
    private FirstStatus() {}

    /** @param createdAt when the call of this request was accepted first */
    public static CallStatus of(CallRequest request, Instant createdAt) {
        return request.scheduledAt().filter(at -> at.isAfter(createdAt)).isPresent()
                ? CallStatus.SCHEDULED
                : CallStatus.QUEUED;
    }
}
