package io.callqueue.ingest.control;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.callqueue.call.Outcome;
import io.callqueue.control.ControlStore;
import io.callqueue.control.RetryFailed;
import io.callqueue.ingest.web.Answers;
import io.callqueue.ingest.web.Await;
import io.callqueue.ingest.web.Problem;

/** {@code POST /api/campaigns/{id}/retry-failed}. */
@RestController
final class RetryFailedController {
    /** What Kafka has will be done; there is no need to wait for it. */
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private final Control control;
    private final ControlStore store;
    private final CampaignWork work;
    private final Clock clock;

    RetryFailedController(Control control, ControlStore store, CampaignWork work, Clock clock) {
        this.control = control;
        this.store = store;
        this.work = work;
        this.clock = clock;
    }

    /** @param progressLink where {@code retry_failed} is null again once all calls are made, and {@code counts} has them */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record Accepted(String campaignId, Instant requestedAt, Optional<Outcome> outcome, String progressLink) {}

    /** The new calls are made after the answer. Sent twice, it makes none twice. */
    @PostMapping("/api/campaigns/{id}/retry-failed")
    Mono<ResponseEntity<byte[]>> retryFailed(@PathVariable String id, @RequestParam Optional<String> outcome) {
        return work.answer(id, () -> accept(id, Parameters.outcome("outcome", outcome)));
    }

    private ResponseEntity<byte[]> accept(String id, Optional<Outcome> outcome) throws InterruptedException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (Await.result(store.campaign(id)).cancels(now)) {
            return Problem.conflict("campaign_id", "the campaign is cancelled: resume it first").answer();
        }
        RetryFailed wish = RetryFailed.of(id, now, outcome);
        control.publish(Map.of(wish.key(), Optional.of(wish)), PATIENCE);
        String progress = "/api/campaigns/" + id;
        ResponseEntity<byte[]> accepted = Answers.json(HttpStatus.ACCEPTED,
                new Accepted(id, now, outcome, progress));
        return ResponseEntity.status(accepted.getStatusCode()).headers(accepted.getHeaders())
                .header(HttpHeaders.LOCATION, URI.create(progress).toString()).body(accepted.getBody());
    }
}
