package io.callqueue.ingest.control;

import java.util.Optional;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.callqueue.control.ControlStore;
import io.callqueue.control.Limits;
import io.callqueue.ingest.web.Answers;
import io.callqueue.ingest.web.Await;
import io.callqueue.ingest.web.Bodies;
import io.callqueue.ingest.web.Work;

/** {@code GET} and {@code PUT /api/limits}. */
@RestController
final class LimitsController {
    private final Control control;
    private final ControlStore store;
    private final LimitSettings settings;
    private final Work work;

    LimitsController(Control control, ControlStore store, LimitSettings settings, Work work) {
        this.control = control;
        this.store = store;
        this.settings = settings;
        this.work = work;
    }

    @GetMapping("/api/limits")
    Mono<ResponseEntity<byte[]>> limits() {
        return work.answer(() -> Answers.json(HttpStatus.OK, settings.with(Await.result(store.limits()))));
    }

    @PutMapping(path = "/api/limits", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<byte[]>> set(ServerHttpRequest request) {
        return Bodies.read(request, SettingsBody.MOST).flatMap(body -> work.answer(() -> set(body)));
    }

    private ResponseEntity<byte[]> set(byte[] body) throws InterruptedException {
        LimitsBody wished = new LimitsBody(body);
        Limits limits = wished.over(Await.result(store.limits()));
        boolean inForce = control.publish(Limits.KEY, Optional.of(limits));
        return Answers.json(inForce ? HttpStatus.OK : HttpStatus.ACCEPTED, settings.with(limits));
    }
}
