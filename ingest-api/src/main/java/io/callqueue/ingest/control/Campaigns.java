package io.callqueue.ingest.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.springframework.stereotype.Component;

import io.callqueue.codec.Json;
import io.callqueue.control.ControlStore;
import io.callqueue.control.RetryFailed;
import io.callqueue.ingest.statistics.Statistics;
import io.callqueue.ingest.web.Await;
import io.callqueue.startup.Connections;
import io.callqueue.store.CallStore;
import io.callqueue.store.CampaignIds;

/** Reads what Redis knows of campaigns. */
@Component
final class Campaigns {
    private final ControlStore control;
    private static final int AT_ONCE = 10;
    private final CallStore store;
    private final CampaignIds ids;
    private final Statistics statistics;

    Campaigns(ControlStore control, CallStore store, Connections connections, Statistics statistics) {
        this.control = control;
        this.store = store;
        this.ids = new CampaignIds(connections.redis());
        this.statistics = statistics;
    }

    /**
     * Some of all campaigns, by id.
     *
     * @param next what to ask for to get those behind; null when these are the last
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Page(List<CampaignReport> campaigns, Optional<String> next) {}

    CampaignReport report(String id) {
        return Await.result(reading(id));
    }

    Page page(String after, int limit) {
        List<String> found = Await.result(ids.page(after, limit + 1));
        List<String> shown = found.subList(0, Math.min(limit, found.size()));
        return new Page(reports(shown),
                found.size() > limit ? Optional.of(shown.getLast()) : Optional.empty());
    }

    /** A few at once: each asks every shard. */
    private List<CampaignReport> reports(List<String> campaigns) {
        List<CampaignReport> reports = new ArrayList<>();
        for (int first = 0; first < campaigns.size(); first += AT_ONCE) {
            List<CompletableFuture<CampaignReport>> asked = campaigns
                    .subList(first, Math.min(campaigns.size(), first + AT_ONCE)).stream().map(this::reading).toList();
            asked.forEach(report -> reports.add(Await.result(report)));
        }
        return reports;
    }

    private CompletableFuture<List<RetryFailed>> retrying(String id) {
        return control.walks().retryingFailed().thenApply(underWay -> underWay.values().stream()
                .map(json -> Json.read(json, RetryFailed.class)).filter(wish -> wish.campaignId().equals(id))
                .sorted(Comparator.comparing(RetryFailed::requestedAt)).toList());
    }

    private CompletableFuture<CampaignReport> reading(String id) {
        var settings = control.campaign(id);
        var counts = store.overview().campaignCounts(id);
        return retrying(id).thenCompose(underWay -> settings.thenCombine(counts,
                (set, counted) -> CampaignReport.of(id, set, counted, underWay, statistics.ofCampaign(id))));
    }
}
