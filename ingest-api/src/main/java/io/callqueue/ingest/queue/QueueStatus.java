package io.callqueue.ingest.queue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;
import io.callqueue.control.Stop;
import io.callqueue.ingest.control.LimitsView;
import io.callqueue.ingest.statistics.Figures;
import io.callqueue.ingest.statistics.QueueStatistics;
import io.callqueue.store.StatusCounts;

/**
 * How full the queue is: counted with each move, never estimated. What happened over time is the ledger's, and null while that is not known.
 *
 * @param active dialing, ringing or in progress
 * @param unknown perhaps dialed: Plivo is being asked
 * @param successRate of the calls that ended in the last 24 hours, as {@link Figures} has it
 * @param averageCallDurationSeconds of the conversations that ended in the last 24 hours
 * @param stopped what is not dialed at the moment, and why
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record QueueStatus(Pending pending, long scheduled, long retrying, long deferred, long active, long unknown,
        int maxConcurrentCalls, BigDecimal rateLimitPerSecond, Optional<Long> dialedLastSecond,
        Optional<Long> dialedLastMinute, long completed, long failed, long cancelled, long expired,
        Optional<Double> successRate, Optional<Double> failureRate, Optional<Double> averageCallDurationSeconds,
        List<Stopped> stopped, Instant updatedAt, Optional<QueueStatistics> statistics) {

    /** Calls that wait in Kafka to be dialed now, by priority. */
    record Pending(long urgent, long high, long normal, long low, long total) {
        static Pending of(StatusCounts counts) {
            return new Pending(queued(counts, Priority.URGENT), queued(counts, Priority.HIGH),
                    queued(counts, Priority.NORMAL), queued(counts, Priority.LOW), counts.of(CallStatus.QUEUED));
        }

        private static long queued(StatusCounts counts, Priority priority) {
            return counts.of(CallStatus.QUEUED, priority);
        }
    }

    /** What is not dialed until a person lets it go on: {@code POST /api/stops/{scope}/{id}/resume}. */
    record Stopped(Stop.Scope scope, String id, String reason, Instant since) {
        static Stopped of(Stop stop) {
            return new Stopped(stop.scope(), stop.id(), stop.reason(), stop.since());
        }
    }

    static QueueStatus of(StatusCounts counts, LimitsView limits, List<Stop> stops, Instant now,
            Optional<QueueStatistics> statistics) {
        Optional<Figures> lastDay = statistics.map(QueueStatistics::last24Hours);
        long active = Stream.of(CallStatus.values()).filter(CallStatus::isActive).mapToLong(counts::of).sum();
        return new QueueStatus(Pending.of(counts), counts.of(CallStatus.SCHEDULED), counts.of(CallStatus.RETRYING),
                counts.of(CallStatus.DEFERRED), active, counts.of(CallStatus.UNKNOWN), limits.maxConcurrentCalls(),
                limits.rateLimitPerSecond(), statistics.flatMap(QueueStatistics::dialedLastSecond),
                statistics.flatMap(QueueStatistics::dialedLastMinute), counts.of(CallStatus.COMPLETED),
                counts.of(CallStatus.FAILED), counts.of(CallStatus.CANCELLED), counts.of(CallStatus.EXPIRED),
                lastDay.flatMap(Figures::successRate), lastDay.flatMap(Figures::failureRate),
                lastDay.flatMap(figures -> figures.callDurationSeconds().average()),
                stops.stream().map(Stopped::of).toList(), now, statistics);
    }
}
