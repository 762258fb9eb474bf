package io.callqueue.ingest.accept;

import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Order;
import io.callqueue.call.Priority;

/**
 * A call as it was accepted: the same for every repetition of its request, whatever became of the call since.
 *
 * @param registered only said when it is false: Redis is away, so the call's status can not be asked for yet
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record AcceptedCall(CallId callId, CallStatus status, Priority priority, String campaignId,
        Optional<Instant> scheduledAt, int maxRetries, Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Boolean> registered) {

    static AcceptedCall of(Call call, boolean registered) {
        Order order = call.order();
        return new AcceptedCall(call.id(), FirstStatus.of(call), order.priority(), order.campaignId(),
                order.scheduledAt(), order.maxRetries(), order.createdAt(),
                registered ? Optional.empty() : Optional.of(false));
    }
}
