package io.callqueue.ingest.status;

import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Order;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;

/**
 * Where a call stands; times and outcome are those of its latest attempt, unless the call was refused.
 *
 * @param attempt the number of the latest attempt, 0 before the first
 * @param durationSeconds how long the conversation lasted
 * @param retryOf the failed call in whose place it was made
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record StatusView(CallId callId, CallStatus status, String phoneNumber, String campaignId, Priority priority,
        int attempt, int maxRetries, Instant createdAt, Optional<Instant> scheduledAt, Optional<Instant> dialedAt,
        Optional<Instant> answeredAt, Optional<Instant> completedAt, Optional<Integer> durationSeconds,
        Optional<Outcome> outcome, Optional<String> hangupCause, Optional<Integer> hangupCauseCode,
        Optional<String> error, Optional<String> plivoCallUuid, Optional<CallId> retryOf) {

    public static StatusView of(Call call) {
        Order order = call.order();
        Optional<Attempt> latest = call.attempt();
        Optional<Ending> ending = latest.flatMap(Attempt::ending);
        return new StatusView(call.id(), call.status(), order.phoneNumber(), order.campaignId(), order.priority(),
                call.attemptNumber(), order.maxRetries(), order.createdAt(), order.scheduledAt(),
                latest.flatMap(Attempt::dialedAt), latest.flatMap(Attempt::answeredAt), call.completedAt(),
                ending.flatMap(Ending::durationSeconds), call.outcome(),
                ending.flatMap(Ending::hangupCause), ending.flatMap(Ending::hangupCauseCode),
                call.error().or(() -> ending.flatMap(Ending::error)),
                latest.flatMap(attempt -> attempt.callUuid().or(attempt::requestUuid)), order.retryOf());
    }
}
