package io.callqueue.ingest.control;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.callqueue.ingest.web.Answers;
import io.callqueue.ingest.web.Work;

/** {@code GET /api/campaigns} and {@code GET /api/campaigns/{id}}. */
@RestController
final class CampaignReportsController {
    /** Each has its calls counted, in every shard. */
    private static final int MOST_AT_ONCE = 200;
    private final Campaigns campaigns;
    private final CampaignWork campaignWork;
    private final Work work;

    CampaignReportsController(Campaigns campaigns, CampaignWork campaignWork, Work work) {
        this.campaigns = campaigns;
        this.campaignWork = campaignWork;
        this.work = work;
    }

    /** @param after the last id that was seen already */
    @GetMapping("/api/campaigns")
    Mono<ResponseEntity<byte[]>> campaigns(@RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "50") String limit) {
        return work.answer(() -> Answers.json(HttpStatus.OK,
                campaigns.page(after, Parameters.wholeNumber("limit", limit, MOST_AT_ONCE))));
    }

    /** A campaign is there as soon as somebody asks for it: nothing is set for it, and it has no calls. */
    @GetMapping("/api/campaigns/{id}")
    Mono<ResponseEntity<byte[]>> campaign(@PathVariable String id) {
        return campaignWork.answer(id, () -> Answers.json(HttpStatus.OK, campaigns.report(id)));
    }
}
