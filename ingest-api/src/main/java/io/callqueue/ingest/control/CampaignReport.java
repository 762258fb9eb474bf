package io.callqueue.ingest.control;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.callqueue.call.CallStatus;
import io.callqueue.call.Outcome;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.Cancellation;
import io.callqueue.control.RetryFailed;
import io.callqueue.store.CampaignCounts;

/**
 * What is set for a campaign, and how far its calls are: counted with each move. Calls that ended long ago and are forgotten stay counted.
 *
 * @param progress the share of its calls that have ended; null when it has none
 * @param successRate of the calls that ended, the share that was completed; null when none has ended
 * @param failureRate the share that failed; the rest was cancelled or expired
 * @param cancel null unless the campaign is cancelled
 * @param retryFailed null unless calls are being made in the place of failed ones
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CampaignReport(@JsonUnwrapped CampaignView settings, Map<CallStatus, Long> counts, long total,
        Optional<Double> progress, Optional<Double> successRate, Optional<Double> failureRate,
        Optional<Cancel> cancel, Optional<List<Retrying>> retryFailed) {

    /** What wants new calls for failed ones and has not made them all yet. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Retrying(Instant requestedAt, Optional<Outcome> outcome) {
        static Retrying of(RetryFailed wish) {
            return new Retrying(wish.requestedAt(), wish.outcome());
        }
    }

    /**
     * How far a cancelled campaign is.
     *
     * @param remaining its calls that have not ended yet; none is added while it is cancelled
     */
    record Cancel(Instant requestedAt, boolean hangup, long remaining, boolean done) {
        static Cancel of(Cancellation cancellation, long remaining) {
            return new Cancel(cancellation.before(), cancellation.hangUp(), remaining, remaining == 0);
        }
    }

    static CampaignReport of(String campaignId, CampaignSettings set, CampaignCounts counts,
            List<RetryFailed> retrying) {
        long total = counts.total();
        long ended = counts.ended();
        return new CampaignReport(CampaignView.of(campaignId, set), counts.counts(), total, share(ended, total),
                share(counts.of(CallStatus.COMPLETED), ended), share(counts.of(CallStatus.FAILED), ended),
                set.cancelled().filter(cancellation -> !cancellation.resumed())
                        .map(cancellation -> Cancel.of(cancellation, total - ended)),
                Optional.of(retrying.stream().map(Retrying::of).toList()).filter(under -> !under.isEmpty()));
    }

    private static Optional<Double> share(long part, long whole) {
        return whole == 0 ? Optional.empty() : Optional.of((double) part / whole);
    }
}
