package io.callqueue.ingest.queue;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.callqueue.control.ControlStore;
import io.callqueue.ingest.control.LimitSettings;
import io.callqueue.ingest.statistics.Statistics;
import io.callqueue.ingest.web.Answers;
import io.callqueue.ingest.web.Await;
import io.callqueue.ingest.web.Work;
import io.callqueue.store.CallStore;

/** {@code GET /api/queue/status}. */
@RestController
final class QueueController {
    private final CallStore store;
    private final ControlStore control;
    private final LimitSettings limits;
    private final Statistics statistics;
    private final Work work;
    private final Clock clock;

    QueueController(CallStore store, ControlStore control, LimitSettings limits, Statistics statistics,
            Work work, Clock clock) {
        this.store = store;
        this.control = control;
        this.limits = limits;
        this.statistics = statistics;
        this.work = work;
        this.clock = clock;
    }

    @GetMapping("/api/queue/status")
    Mono<ResponseEntity<byte[]>> status() {
        return work.answer(() -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            return Answers.json(HttpStatus.OK, QueueStatus.of(Await.result(store.overview().counts()),
                    limits.with(Await.result(control.limits())), Await.result(control.stops()), now,
                    statistics.ofQueue()));
        });
    }
}
