package io.callqueue.ingest.statistics;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What is counted of a campaign's calls.
 *
 * @param asOf until when all that happened is counted
 * @param last24Hours the hour at hand and the 23 before it
 */
public record CampaignStatistics(Instant asOf, @JsonProperty("last_24_hours") Figures last24Hours, Figures total) {}
