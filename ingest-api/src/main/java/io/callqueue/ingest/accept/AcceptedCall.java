package io.callqueue.ingest.accept;

import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;
import io.callqueue.request.CallRequest;

/**
 * A call as it was accepted: the same for every repetition of its request, whatever became of the call since.
 *
 * @param registered only said when it is false: Redis is away, so the call's status can not be asked for yet
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record AcceptedCall(CallId callId, CallStatus status, Priority priority, String campaignId,
        Optional<Instant> scheduledAt, int maxRetries, Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Boolean> registered) {

    /** @param request the one that it was accepted with: the call may have been changed since */
    static AcceptedCall of(Call call, CallRequest request, boolean registered) {
        Instant createdAt = call.order().createdAt();
        return new AcceptedCall(call.id(), FirstStatus.of(request, createdAt), request.priority(),
                request.campaignId(), request.scheduledAt(), request.maxRetries(), createdAt,
                registered ? Optional.empty() : Optional.of(false));
    }
}
