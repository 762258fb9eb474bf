package io.callqueue.ingest.status;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.callqueue.call.Attempt;
import io.callqueue.call.Ending;
import io.callqueue.call.Outcome;

/**
 * One attempt of a call.
 *
 * @param machine whether an answering machine was detected
 * @param cost as Plivo's hangup webhook told it, in the account's currency
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record AttemptView(int number, Instant claimedAt, Optional<Instant> dialedAt, Optional<Instant> ringingAt,
        Optional<Instant> answeredAt, Optional<Instant> endedAt, Optional<Integer> durationSeconds,
        Optional<Outcome> outcome, Optional<String> hangupCause, Optional<Integer> hangupCauseCode,
        Optional<String> error, boolean machine, Optional<String> plivoRequestUuid, Optional<String> plivoCallUuid,
        Optional<BigDecimal> cost) {

    static AttemptView of(Attempt attempt) {
        Optional<Ending> ending = attempt.ending();
        return new AttemptView(attempt.number(), attempt.claimedAt(), attempt.dialedAt(), attempt.ringingAt(),
                attempt.answeredAt(), ending.map(Ending::at), ending.flatMap(Ending::durationSeconds),
                ending.map(Ending::outcome), ending.flatMap(Ending::hangupCause),
                ending.flatMap(Ending::hangupCauseCode), ending.flatMap(Ending::error), attempt.machine(),
                attempt.requestUuid(), attempt.callUuid(), ending.flatMap(Ending::cost));
    }
}
