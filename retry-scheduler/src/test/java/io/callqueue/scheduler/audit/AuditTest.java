package io.callqueue.scheduler.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.CallId;
import io.callqueue.call.Moves;
import io.callqueue.call.Priority;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.scheduler.Scene;
import io.callqueue.scheduler.audit.Fault.Kind;
import io.callqueue.store.CallWalk;
import io.callqueue.store.Popped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class AuditTest {
    private static final Instant LATER = Instant.now().plus(Duration.ofHours(1));
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private Scene scene;

    @BeforeEach
    void start() throws InterruptedException {
        redis.flush();
        scene = Scene.set(kafka, redis.uri());
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void calls_kept_by_a_record_or_a_timer_and_final_ones_are_in_order() {
        CallId queued = Scene.newId();
        scene.produce("calls.high", queued.value(), Scene.request(queued, Priority.HIGH, Optional.empty()));
        scene.create(queued, Priority.HIGH, Optional.empty());
        scene.create(Scene.newId(), Priority.LOW, Optional.of(LATER));
        CallId cancelled = Scene.newId();
        scene.create(cancelled, Priority.LOW, Optional.of(LATER));
        scene.move(cancelled, Moves::cancel);

        AuditReport report = audit();

        assertThat(report.faults()).isEmpty();
        assertThat(report).extracting(AuditReport::calls, AuditReport::open, AuditReport::records).containsExactly(3L,
                2L, 1L);
    }

    @Test
    void queued_call_without_a_record_is_an_orphan() {
        CallId orphan = Scene.newId();
        scene.create(orphan, Priority.HIGH, Optional.empty());

        assertThat(audit().faults()).extracting(Fault::callId, Fault::kind)
                .containsExactly(tuple(orphan, Kind.NOT_KEPT));
    }

    @Test
    void record_of_an_older_revision_keeps_nobody() {
        CallId id = Scene.newId();
        scene.produce("calls.high", id.value(), Scene.request(id, Priority.HIGH, Optional.empty()));
        scene.create(id, Priority.HIGH, Optional.empty());
        scene.move(id, (call, now) -> Moves.defer(call, 1, now, now, "test"));
        int popped = scene.connections().store().fireDue(id.shard(), 10, Duration.ofSeconds(30), Duration.ofSeconds(30),
                Duration.ofSeconds(1))
                .join().fired().size();
        scene.connections().store().confirm(id.shard(), List.of(Popped.of(scene.call(id)))).join();

        assertThat(popped).isEqualTo(1);
        assertThat(audit().faults()).extracting(Fault::kind).containsExactly(Kind.NOT_KEPT);
    }

    @Test
    void scheduled_call_without_its_timer_is_an_orphan() {
        CallId orphan = Scene.newId();
        scene.create(orphan, Priority.HIGH, Optional.of(LATER));
        scene.connections().redis().zrem("timers:{" + orphan.shard() + "}", orphan.value()).toCompletableFuture()
                .join();

        assertThat(audit().faults()).extracting(Fault::kind).containsExactly(Kind.NOT_KEPT);
    }

    @Test
    void call_with_a_timer_and_an_inflight_entry_is_kept_twice() {
        CallId twice = Scene.newId();
        scene.create(twice, Priority.HIGH, Optional.of(LATER));
        scene.connections().redis().zadd("inflight:{" + twice.shard() + "}", 1.0, twice.value()).toCompletableFuture()
                .join();

        assertThat(audit().faults()).extracting(Fault::kind).containsExactly(Kind.KEPT_TWICE);
    }

    @Test
    void parked_call_is_in_order_and_one_with_a_timer_as_well_is_kept_twice() {
        CallId id = Scene.newId();
        scene.create(id, Priority.HIGH, Optional.empty());
        scene.move(id, (call, now) -> Moves.park(call, 1, now, "paused"));

        assertThat(audit()).extracting(AuditReport::open, AuditReport::faults).containsExactly(1L, List.of());

        scene.connections().redis().zadd("timers:{" + id.shard() + "}", 1.0, id.value()).toCompletableFuture().join();
        assertThat(audit().faults()).extracting(Fault::callId, Fault::kind)
                .containsExactly(tuple(id, Kind.KEPT_TWICE));
    }

    @Test
    void call_that_was_parked_and_is_not_any_more_is_an_orphan() {
        CallId id = Scene.newId();
        scene.create(id, Priority.HIGH, Optional.empty());
        scene.move(id, (call, now) -> Moves.park(call, 1, now, "paused"));
        scene.connections().redis().zrem("parked:{" + id.shard() + "}:campaign-1", id.value()).toCompletableFuture()
                .join();

        assertThat(audit().faults()).extracting(Fault::kind).containsExactly(Kind.NOT_KEPT);
    }

    @Test
    void parked_call_whose_campaign_nobody_looks_at_is_an_orphan() {
        CallId id = Scene.newId();
        scene.create(id, Priority.HIGH, Optional.empty());
        scene.move(id, (call, now) -> Moves.park(call, 1, now, "paused"));
        scene.connections().redis().zrem("timers:{" + id.shard() + "}", "/campaign-1").toCompletableFuture().join();

        assertThat(audit().faults()).extracting(Fault::callId, Fault::kind)
                .containsExactly(tuple(id, Kind.NOT_KEPT));
    }

    /** Its timer only goes when it fires. */
    @Test
    void queued_call_without_a_record_that_has_a_timer_is_an_orphan() {
        CallId id = Scene.newId();
        scene.create(id, Priority.HIGH, Optional.empty());
        scene.connections().redis().zadd("timers:{" + id.shard() + "}", 1.0, id.value()).toCompletableFuture().join();

        assertThat(audit().faults()).extracting(Fault::callId, Fault::kind)
                .containsExactly(tuple(id, Kind.NOT_KEPT));
    }

    /** What is popped and not queued only goes when it comes back. */
    @Test
    void scheduled_and_dialing_calls_that_are_inflight_are_orphans() {
        CallId scheduled = Scene.newId();
        scene.create(scheduled, Priority.HIGH, Optional.of(LATER));
        CallId dialing = Scene.newId();
        scene.create(dialing, Priority.HIGH, Optional.empty());
        scene.move(dialing, (call, now) -> Moves.claim(call, 1, now, "pod", "lease", Duration.ofHours(1)));
        assertThat(audit().faults()).isEmpty();
        for (CallId id : List.of(scheduled, dialing)) {
            scene.connections().redis().zrem("timers:{" + id.shard() + "}", id.value()).toCompletableFuture().join();
            scene.connections().redis().zadd("inflight:{" + id.shard() + "}", 1.0, id.value()).toCompletableFuture()
                    .join();
        }

        assertThat(audit().faults()).extracting(Fault::callId, Fault::kind)
                .containsExactlyInAnyOrder(tuple(scheduled, Kind.NOT_KEPT), tuple(dialing, Kind.NOT_KEPT));
    }

    private AuditReport audit() {
        return new Audit(scene.connections().store(), new CallWalk(scene.connections().redis()),
                scene.connections().clients()).run();
    }
}
