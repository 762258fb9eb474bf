package io.callqueue.ingest.control;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import io.callqueue.codec.Json;
import io.callqueue.control.ControlStore;
import io.callqueue.control.Limits;
import io.callqueue.ingest.web.Answers;
import io.callqueue.ingest.web.Await;
import io.callqueue.ingest.web.Bodies;
import io.callqueue.ingest.web.Problem;
import io.callqueue.ingest.web.Work;

/** {@code GET} and {@code PUT /api/limits}. */
@RestController
final class LimitsController {
    private static final DataSize MAX_BODY = DataSize.ofKilobytes(64);
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
        return Bodies.read(request, MAX_BODY).flatMap(body -> work.answer(() -> set(body)));
    }

    private ResponseEntity<byte[]> set(byte[] body) throws InterruptedException {
        JsonNode json;
        try {
            json = Json.tree(body);
        } catch (JacksonException e) {
            return Problem.malformed("the body is not JSON: " + e.getOriginalMessage()).answer();
        }
        if (!json.isObject()) {
            return Problem.malformed("the body must be an object with the limits to set").answer();
        }
        LimitsBody wished = new LimitsBody(json);
        Limits limits = wished.over(Await.result(store.limits()));
        if (!wished.refusals().isEmpty()) {
            return Problem.refused(wished.refusals()).answer();
        }
        boolean inForce = control.publish(Limits.KEY, Json.bytes(limits));
        return Answers.json(inForce ? HttpStatus.OK : HttpStatus.ACCEPTED, settings.with(limits));
    }
}
