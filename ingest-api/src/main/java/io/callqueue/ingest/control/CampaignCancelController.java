package io.callqueue.ingest.control;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.callqueue.control.Cancellation;
import io.callqueue.control.ControlStore;
import io.callqueue.ingest.web.Answers;
import io.callqueue.ingest.web.Await;

/** {@code POST /api/campaigns/{id}/cancel}. */
@RestController
final class CampaignCancelController {
    /** What Kafka has will be in force; there is no need to wait for it as long as for other settings. */
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private final Control control;
    private final ControlStore store;
    private final CampaignWork work;
    private final Clock clock;

    CampaignCancelController(Control control, ControlStore store, CampaignWork work, Clock clock) {
        this.control = control;
        this.store = store;
        this.work = work;
        this.clock = clock;
    }

    /** @param progressLink where to ask how many of its calls have not ended yet */
    private record Accepted(String campaignId, Instant requestedAt, boolean hangup, String progressLink) {}

    /** Its calls are ended after the answer, however many there are. Sent twice, it ends nothing more. */
    @PostMapping("/api/campaigns/{id}/cancel")
    Mono<ResponseEntity<byte[]>> cancel(@PathVariable String id, @RequestParam MultiValueMap<String, String> query) {
        return work.answer(id, () -> cancel(id, Parameters.flag("hangup", query)));
    }

    private ResponseEntity<byte[]> cancel(String id, boolean hangUp) throws InterruptedException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Cancellation cancellation = CampaignChange.cancellation(Await.result(store.campaign(id)), now, hangUp);
        control.publish(CampaignChange.cancelled(cancellation).records(id), PATIENCE);
        URI progress = URI.create("/api/campaigns/" + id);
        ResponseEntity<byte[]> accepted = Answers.json(HttpStatus.ACCEPTED,
                new Accepted(id, cancellation.before(), cancellation.hangUp(), progress.toString()));
        return ResponseEntity.status(accepted.getStatusCode()).headers(accepted.getHeaders())
                .header(HttpHeaders.LOCATION, progress.toString()).body(accepted.getBody());
    }
}
