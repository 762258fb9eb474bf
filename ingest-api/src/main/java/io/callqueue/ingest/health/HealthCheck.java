package io.callqueue.ingest.health;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import io.callqueue.ingest.web.Await;
import io.callqueue.ingest.web.Work;

/** The parts' health, asked for at most once in a moment: whoever comes meanwhile gets the same answer. */
@org.springframework.stereotype.Component
final class HealthCheck {
    private final Probes probes;
    private final Work work;
    private final Clock clock;
    private final HealthSettings settings;
    private final ReentrantLock asking = new ReentrantLock();
    private Answer last;

    private record Answer(Health health, Instant until) {}

    HealthCheck(Probes probes, Work work, Clock clock, HealthSettings settings) {
        this.probes = probes;
        this.work = work;
        this.clock = clock;
        this.settings = settings;
        Component notAsked = Component.unknown("not asked yet");
        this.last = new Answer(Health.of(notAsked, notAsked, notAsked, notAsked), Instant.MIN);
    }

    Health now() {
        asking.lock();
        try {
            if (!clock.instant().isBefore(last.until())) {
                last = new Answer(ask(), clock.instant().plus(settings.cached()));
            }
            return last.health();
        } finally {
            asking.unlock();
        }
    }

    private Health ask() {
        CompletableFuture<Component> kafka = work.start(probes::kafka);
        CompletableFuture<Component> redis = work.start(probes::redis);
        CompletableFuture<Component> plivo = work.start(probes::plivo);
        CompletableFuture<Component> agentServer = work.start(probes::agentServer);
        return Health.of(Await.result(kafka), Await.result(redis), Await.result(plivo), Await.result(agentServer));
    }
}
