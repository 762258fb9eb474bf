package io.callqueue.ingest.statistics;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.callqueue.call.Priority;

/**
 * What is counted of all calls.
 *
 * @param asOf until when all that happened is counted
 * @param dialedLastSecond in the last whole second before; empty when {@code asOf} is not now
 * @param priorities the last 24 hours of each
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record QueueStatistics(Instant asOf, @JsonIgnore Optional<Long> dialedLastSecond,
        @JsonIgnore Optional<Long> dialedLastMinute, Figures lastHour,
        @JsonProperty("last_24_hours") Figures last24Hours, Figures total,
        Map<Priority, Figures> priorities) {}
