package io.callqueue.ingest.control;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.callqueue.control.CampaignSettings;
import io.callqueue.control.ControlStore;
import io.callqueue.ingest.web.Answers;
import io.callqueue.ingest.web.Await;
import io.callqueue.ingest.web.Bodies;

/** {@code PUT /api/campaigns/{id}}, {@code POST /api/campaigns/{id}/pause} and {@code /resume}. */
@RestController
final class CampaignsController {
    private final Control control;
    private final ControlStore store;
    private final CampaignWork work;
    private final Clock clock;

    CampaignsController(Control control, ControlStore store, CampaignWork work, Clock clock) {
        this.control = control;
        this.store = store;
        this.work = work;
        this.clock = clock;
    }

    @PutMapping(path = "/api/campaigns/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<byte[]>> set(@PathVariable String id, ServerHttpRequest request) {
        return Bodies.read(request, SettingsBody.MOST)
                .flatMap(body -> work.answer(id, () -> change(id, CampaignChange.read(body))));
    }

    /** What is paused already stays so: sent twice, it is answered twice. */
    @PostMapping("/api/campaigns/{id}/pause")
    Mono<ResponseEntity<byte[]>> pause(@PathVariable String id, @RequestParam MultiValueMap<String, String> query) {
        return work.answer(id, () -> change(id, Parameters.flag("hangup", query)
                ? CampaignChange.pausedWithHangUp(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                : CampaignChange.paused()));
    }

    /** What is neither paused nor cancelled goes on, too. */
    @PostMapping("/api/campaigns/{id}/resume")
    Mono<ResponseEntity<byte[]>> resume(@PathVariable String id) {
        return work.answer(id, () -> resumed(id));
    }

    /** Once the end of the pause is in force all that was written before it is: only then is it known whether there is a cancel to lift. */
    private ResponseEntity<byte[]> resumed(String id) throws InterruptedException {
        ResponseEntity<byte[]> answer = change(id, CampaignChange.goingOn());
        Optional<CampaignChange> lift = CampaignChange.lifted(settings(id));
        return lift.isPresent() ? change(id, lift.get()) : answer;
    }

    /** Tells what is in force after it, which others may have changed at the same moment; or what will be. */
    private ResponseEntity<byte[]> change(String id, CampaignChange change) throws InterruptedException {
        boolean inForce = control.publish(change.records(id));
        CampaignSettings now = settings(id);
        return inForce
                ? Answers.json(HttpStatus.OK, CampaignView.of(id, now))
                : Answers.json(HttpStatus.ACCEPTED, CampaignView.of(id, change.over(now)));
    }

    private CampaignSettings settings(String id) {
        return Await.result(store.campaign(id));
    }
}
