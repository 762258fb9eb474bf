package io.callqueue.ingest.health;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.callqueue.ingest.web.Answers;
import io.callqueue.ingest.web.Work;

/** {@code GET /api/health}. */
@RestController
final class HealthController {
    private final HealthCheck check;
    private final Work work;

    HealthController(HealthCheck check, Work work) {
        this.check = check;
        this.work = work;
    }

    @GetMapping("/api/health")
    Mono<ResponseEntity<byte[]>> health() {
        return work.answer(() -> {
            Health health = check.now();
            return Answers.json(health.isUp() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, health);
        });
    }
}
