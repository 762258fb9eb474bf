package io.callqueue.dispatcher.disposition;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.control.ControlStore;
import io.callqueue.dispatcher.Scene;
import io.callqueue.dispatcher.admission.Leases;
import io.callqueue.dispatcher.control.Stops;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.kafka.Backlogs;
import io.callqueue.kafka.CallTopics;
import io.callqueue.kafka.CampaignPartitions;
import io.callqueue.startup.Connections;
import io.callqueue.store.RedisRenewed;
import io.callqueue.store.Update;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** When a slot is free, and when an end is done with, while the ledger has not taken it yet. */
class AttemptEndTest {
    private static final HangupCode COMPLETED = HangupCode.of(4000);
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static Scene scene;
    private final CallId id = new CallId("call-" + UUID.randomUUID());
    private final String lease = id + "/1/token";
    /** What is asked once the event is acked: whether Redis was made anew since the move. */
    private final CompletableFuture<Void> standing = new CompletableFuture<>();

    @BeforeAll
    static void set() throws InterruptedException {
        scene = Scene.set(kafka, redis.uri());
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void an_end_that_a_webhook_tells_frees_its_slot_before_the_ledger_has_it_and_is_done_with_after_that() {
        live();
        CompletableFuture<Update> end = CompletableFuture.supplyAsync(() -> attemptEnd().endTold(id, 1,
                call -> ending(), COMPLETED.fate(), Optional.empty()));
        await().until(() -> !scene.isHeld(lease));
        assertThat(end).isNotDone();
        standing.complete(null);
        assertThat(end.join().known()).hasValueSatisfying(
                call -> assertThat(call.status()).isEqualTo(CallStatus.COMPLETED));
    }

    @Test
    void such_an_end_is_to_be_told_again_when_redis_was_made_anew_meanwhile() {
        live();
        standing.completeExceptionally(new RedisRenewed());
        assertThatThrownBy(() -> attemptEnd().endTold(id, 1, call -> ending(), COMPLETED.fate(), Optional.empty()))
                .isInstanceOf(CompletionException.class).hasCauseInstanceOf(RedisRenewed.class);
    }

    /** Nobody reads it again: the slot tells the watch of the leases that the ledger may not have it. */
    @Test
    void any_other_end_keeps_its_slot_until_the_ledger_has_it() {
        live();
        standing.completeExceptionally(new RedisRenewed());
        assertThatThrownBy(() -> attemptEnd().end(id, 1, ending(), COMPLETED.fate(), Optional.empty()))
                .isInstanceOf(CompletionException.class).hasCauseInstanceOf(RedisRenewed.class);
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.COMPLETED);
        assertThat(scene.isHeld(lease)).isTrue();
    }

    private void live() {
        scene.create(id);
        scene.move(id, (call, now) -> Moves.claim(call, 1, now, "pod", lease, Duration.ofHours(1)));
        assertThat(scene.part(Leases.class).adopt(scene.call(id))).isTrue();
    }

    private AttemptEnd attemptEnd() {
        Connections to = scene.connections();
        CallTopics topics = new CallTopics(to.sender(), new CampaignPartitions(new Backlogs(), new Random(1)),
                call -> standing);
        return new AttemptEnd(new Calls(to.store(), topics, new SimpleMeterRegistry()),
                new Disposition(scene.part(RetrySettings.class), new Random(1)), scene.part(AttemptSlots.class),
                scene.part(Stops.class), scene.part(ControlStore.class));
    }

    private static Ending ending() {
        return COMPLETED.ending(Instant.now(), false, Optional.of("NORMAL"), Optional.empty(), Optional.of(7));
    }
}
