package io.callqueue.ingest.metrics;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.callqueue.ingest.web.Work;
import io.callqueue.metrics.ServiceMetrics;

/** {@code GET /metrics}, as Prometheus reads it. */
@RestController
final class MetricsController {
    private final ServiceMetrics metrics;
    private final Work work;

    MetricsController(ServiceMetrics metrics, Work work) {
        this.metrics = metrics;
        this.work = work;
    }

    @GetMapping("/metrics")
    Mono<ResponseEntity<String>> scrape() {
        return Mono.fromFuture(() -> work.start(() -> ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, ServiceMetrics.CONTENT_TYPE).body(metrics.scrape())), true);
    }
}
