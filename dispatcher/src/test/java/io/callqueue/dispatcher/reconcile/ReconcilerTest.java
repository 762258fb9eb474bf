package io.callqueue.dispatcher.reconcile;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Verdict;
import io.callqueue.codec.Json;
import io.callqueue.dispatcher.Scene;
import io.callqueue.dispatcher.admission.Admission;
import io.callqueue.dispatcher.admission.HeldLeases;
import io.callqueue.dispatcher.admission.Leases;
import io.callqueue.dispatcher.admission.Permit;
import io.callqueue.dispatcher.disposition.AttemptEnd;
import io.callqueue.dispatcher.disposition.AttemptSlots;
import io.callqueue.dispatcher.disposition.HangupCodes;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.plivo.DialOrder;
import io.callqueue.dispatcher.plivo.DialResult;
import io.callqueue.dispatcher.plivo.Plivo;
import io.callqueue.dispatcher.plivo.PlivoRecords;
import io.callqueue.dispatcher.plivo.PlivoSettings;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.kafka.Backlogs;
import io.callqueue.kafka.CallTopics;
import io.callqueue.kafka.CampaignPartitions;
import io.callqueue.kafka.RecordSender;
import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Limits;
import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.behavior.Spread;
import io.callqueue.topic.Reconcile;
import io.callqueue.topic.Topics;
import io.callqueue.tracing.Tracing;

import static io.callqueue.dispatcher.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Look-ups, and the watch over held slots. */
class ReconcilerTest {
    private static final String CAMPAIGN = "campaign-1";
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration RECORD_LAG = Duration.ofMillis(100);
    private static Scene scene;
    private static Behavior talksForever;
    private final CallId id = new CallId("call-" + UUID.randomUUID());
    private final String lease = id + "/1/x";
    private final AtomicBoolean ours = new AtomicBoolean(true);
    private LeaseWatch watch;

    @BeforeAll
    static void set() throws InterruptedException {
        scene = Scene.set(kafka, redis.uri(), "--RECORD_LAG=" + RECORD_LAG.toMillis() + "ms");
        talksForever = scene.plivo().behavior();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @BeforeEach
    void watch() {
        watch = new LeaseWatch(new HeldLeases(scene.connections().redis()), leases(), scene.part(AttemptSlots.class),
                scene.part(Calls.class),
                scene.part(PlivoRecords.class), scene.part(Reconciler.class), SOON, ours::get);
    }

    @AfterEach
    void behaveAgain() {
        scene.plivo().behavior(talksForever);
    }

    @Test
    void a_call_that_plivo_queues_is_adopted() {
        scene.plivo().behavior(b -> b.withLimits(Limits.NONE.withCallsPerSecond(0.001)));
        dial(Scene.newNumber(), "other", 1);
        Call call = inDoubt();
        String uuid = dial(call.order().phoneNumber(), id.value(), 1);
        lookUp();
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.DIALING);
        assertThat(scene.call(id).attempt().flatMap(Attempt::requestUuid)).contains(uuid);
        assertThat(scene.isFirm(lease)).isTrue();
    }

    @Test
    void a_ringing_call_is_adopted() {
        scene.plivo().behavior(b -> b.withPace(Pace.INSTANT.withRing(Spread.of(Duration.ofHours(1)))));
        String uuid = dial(inDoubt().order().phoneNumber(), id.value(), 1);
        lookUp();
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.RINGING);
        assertThat(scene.call(id).attempt().flatMap(Attempt::callUuid)).contains(uuid);
        assertThat(scene.isFirm(lease)).isTrue();
    }

    @Test
    void a_talking_call_is_adopted() {
        dial(inDoubt().order().phoneNumber(), id.value(), 1);
        await().until(() -> {
            lookUp();
            return scene.call(id).status() == CallStatus.IN_PROGRESS;
        });
        assertThat(scene.isFirm(lease)).isTrue();
    }

    @Test
    void a_call_that_is_over_ends_by_its_record_when_that_says_and_at_its_cost() throws IOException {
        scene.plivo().behavior(b -> b.withPace(Pace.INSTANT));
        String uuid = dial(inDoubt().order().phoneNumber(), id.value(), 1);
        await().until(() -> scene.part(PlivoRecords.class).record(uuid).isPresent());
        lookUp();
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.COMPLETED);
        Attempt attempt = scene.call(id).attempt().orElseThrow();
        Ending ending = attempt.ending().orElseThrow();
        PlivoRecords.Ended record = scene.part(PlivoRecords.class).record(uuid).orElseThrow();
        assertThat(ending.hangupCauseCode()).contains(4000);
        Instant told = record.at().orElseThrow();
        Instant claimed = attempt.claimedAt();
        assertThat(ending.at()).isEqualTo(told.isBefore(claimed) ? claimed : told);
        assertThat(scene.call(id).completedAt()).contains(ending.at());
        assertThat(ending.cost()).isPresent().isEqualTo(record.cost());
        assertThat(scene.isHeld(lease)).isFalse();
    }

    @Test
    void a_call_that_plivo_does_not_know_is_dialed_again_only_after_two_look_ups() {
        inDoubt();
        lookUp();
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.UNKNOWN);
        assertThat(scene.isFirm(lease)).isTrue();
        lookUp();
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.RETRYING);
        assertThat(scene.call(id).retries()).isZero();
        assertThat(scene.isHeld(lease)).isFalse();
    }

    /** Redis was made anew in between, and its timers with it. */
    @Test
    void a_second_look_up_that_comes_too_soon_says_nothing() {
        inDoubt();
        lookUp();
        String later = String.valueOf(Instant.now().plus(Duration.ofHours(1)).toEpochMilli());
        scene.connections().redis().hset("call:{" + id.shard() + "}:" + id, "updated_at", later).toCompletableFuture()
                .join(); // its first one was just now, however slow this test is
        handle(Json.text(Reconcile.of(scene.call(id), Reconcile.Action.LOOK_UP)));
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.UNKNOWN);
        assertThat(scene.call(id).lookUps()).isEqualTo(1);
        assertThat(scene.isFirm(lease)).isTrue();
    }

    @Test
    void a_call_that_somebody_cancelled_and_plivo_does_not_know_is_cancelled() {
        inDoubt();
        scene.move(id, Moves::cancel);
        lookUp();
        lookUp();
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.CANCELLED);
        assertThat(scene.isHeld(lease)).isFalse();
    }

    @Test
    void an_attempt_that_a_webhook_proves_alive_before_its_slot_is_given_back_keeps_it() {
        inDoubt();
        lookUp();
        // The webhook is applied when Redis has the loss and Kafka does not yet: it finds the slot held
        Reconciler reconciler = reconcilerThatWrites(event -> {
            if (scene.call(id).status() == CallStatus.RETRYING) {
                scene.part(AttemptSlots.class).keep(
                        scene.move(id, (c, now) -> Moves.answer(c, 1, now, now, Optional.of("uuid-" + id), SOON)));
            }
        });
        reconciler.handle(record(Json.text(Reconcile.of(sinceRecordLag(), Reconcile.Action.LOOK_UP))));
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.IN_PROGRESS);
        assertThat(scene.isFirm(lease)).isTrue();
    }

    @Test
    void an_accepted_call_without_a_trace_is_waited_for() {
        inDoubt();
        scene.move(id, (c, now) -> Moves.accept(c, 1, now, Optional.of("gone"), Optional.empty(), SOON));
        lookUp();
        lookUp();
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.DIALING);
        assertThat(scene.isFirm(lease)).isTrue();
    }

    @Test
    void a_call_that_was_taken_out_of_plivos_queue_is_cancelled_when_plivo_tells_nothing_of_it() {
        inDoubt();
        scene.move(id, (c, now) -> Moves.accept(c, 1, now, Optional.of("gone"), Optional.empty(), SOON));
        Call unwanted = scene.move(id, Moves::cancel);
        scene.part(Reconciler.class).lookUp(unwanted, Instant.now());
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.DIALING);
        Duration ring = unwanted.order().ringTimeout();
        scene.part(Reconciler.class).lookUp(unwanted, Instant.now().plus(ring).plus(Duration.ofMinutes(2)));
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.CANCELLED);
        assertThat(scene.isHeld(lease)).isFalse();
    }

    @Test
    void the_second_look_up_waits_for_plivos_records() {
        inDoubt();
        lookUp();
        double due = scene.connections().redis().zscore("timers:{" + id.shard() + "}", id.value())
                .toCompletableFuture().join();
        assertThat(Instant.ofEpochMilli((long) due))
                .isEqualTo(scene.call(id).updatedAt().plus(scene.part(ReconcileSettings.class).recordLag()));
    }

    @Test
    void a_slot_stays_suspected_while_plivo_can_not_be_asked() throws IOException {
        scene.plivo().behavior(b -> b.withPace(Pace.INSTANT));
        String uuid = dial(inDoubt().order().phoneNumber(), id.value(), 1);
        scene.move(id, (c, now) -> Moves.answer(c, 1, now, now, Optional.of(uuid), SOON));
        await().until(() -> scene.part(PlivoRecords.class).record(uuid).isPresent());
        try (ListingPlivo lists = new ListingPlivo()) {
            Plivo plivo = new Plivo(new PlivoSettings("MA" + "X".repeat(18), "token", "+14155550100",
                    lists.uri().toString(), URI.create("http://127.0.0.1:1"), SOON),
                    new SimpleMeterRegistry(), Tracing.OFF);
            LeaseWatch lame = new LeaseWatch(new HeldLeases(scene.connections().redis()), leases(),
                    scene.part(AttemptSlots.class), scene.part(Calls.class), new PlivoRecords(plivo),
                    scene.part(Reconciler.class), SOON, () -> true);
            lame.round();
            lists.says("live", new ListingPlivo.Answer(500, ""));
            lame.round();
            assertThat(scene.call(id).status()).isEqualTo(CallStatus.IN_PROGRESS);
            lists.lists("live");
            lame.round();
        }
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.COMPLETED);
    }

    @Test
    void a_record_of_an_older_version_asks_nothing() {
        Call before = inDoubt();
        Reconcile stale = new Reconcile(1, id, 1, before.version() - 1, Reconcile.Action.LOOK_UP, Optional.empty());
        long asked = scene.plivo().witness().requests("GET Call/");
        handle(Json.text(stale));
        assertThat(scene.call(id)).isEqualTo(before);
        assertThat(scene.plivo().witness().requests("GET Call/")).isEqualTo(asked);
    }

    @Test
    void a_live_call_that_somebody_cancelled_is_hung_up() {
        String uuid = dial(inDoubt().order().phoneNumber(), id.value(), 1);
        scene.move(id, (c, now) -> Moves.accept(c, 1, now, Optional.of(uuid), Optional.empty(), SOON));
        scene.move(id, Moves::cancel);
        handle(Json.text(Reconcile.of(scene.call(id), Reconcile.Action.HANG_UP)));
        await().until(() -> scene.plivo().calls().stream().noneMatch(open -> open.requestUuid().equals(uuid)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "no json", "{\"call_id\":\"a/b\",\"action\":\"look_up\"}"})
    void a_record_that_asks_nothing_becomes_a_dead_letter_and_the_next_goes_on(String poison) {
        inDoubt();
        scene.produce(Topics.RECONCILE, 0, "poison-" + id, poison);
        Call call = scene.call(id);
        scene.produce(Topics.RECONCILE, 0, id.value(), Json.text(Reconcile.of(call, Reconcile.Action.LOOK_UP)));
        await().until(() -> scene.call(id).lookUps() == 1);
        await().until(() -> scene.records(Topics.DEAD_LETTER).stream()
                .anyMatch(letter -> Scene.text(letter.key()).equals("poison-" + id)));
    }

    @Test
    void a_slot_whose_attempt_is_over_is_given_back_when_seen_twice() {
        inDoubt();
        scene.move(id, (c, now) -> Moves.end(c, 1, now, Ending.of(now, Outcome.BUSY, "busy"), Optional.empty(),
                new Verdict.Retry(SOON, true)));
        watch.round();
        assertThat(scene.isFirm(lease)).isTrue();
        watch.round();
        assertThat(scene.isHeld(lease)).isFalse();
        assertThat(admission().acquire("other/1/" + id, scene.call(id).order().phoneNumber(), CAMPAIGN))
                .isInstanceOf(Permit.Granted.class);
    }

    @Test
    void an_end_whose_maker_died_before_its_event_stands_in_the_ledger_before_its_slot_is_given_back() {
        inDoubt();
        Call ended = scene.move(id, (c, now) -> Moves.end(c, 1, now, Ending.of(now, Outcome.ANSWERED, "over"),
                Optional.empty(), new Verdict.Complete()));
        watch.round();
        watch.round();
        assertThat(scene.isHeld(lease)).isFalse();
        assertThat(scene.events(id)).contains(ended);
    }

    @Test
    void an_end_under_a_permit_that_lapsed_whose_maker_died_before_its_event_stands_in_the_ledger() {
        String number = scene.create(id).order().phoneNumber();
        scene.move(id, (c, now) -> Moves.claim(c, 1, now, "pod", lease, SOON));
        lapsed(number);
        Call ended = scene.move(id, (c, now) -> Moves.end(c, 1, now, Ending.of(now, Outcome.ANSWERED, "over"),
                Optional.empty(), new Verdict.Complete()));
        watch.round();
        assertThat(admission().acquire("other/1/" + id, number, CAMPAIGN)).isInstanceOf(Permit.Granted.class);
        assertThat(scene.events(id)).contains(ended);
    }

    @Test
    void an_end_that_a_record_has_made_is_written_down_when_the_record_is_read_again() {
        Reconcile asked = Reconcile.of(inDoubt(), Reconcile.Action.LOOK_UP);
        Call ended = scene.move(id, (c, now) -> Moves.end(c, 1, now, Ending.of(now, Outcome.ANSWERED, "over"),
                Optional.empty(), new Verdict.Complete()));
        handle(Json.text(asked));
        assertThat(scene.events(id)).contains(ended);
    }

    @Test
    void a_slot_of_a_call_that_nobody_knows_is_given_back_when_seen_twice() {
        for (String unknown : List.of(lease, id + "/2/another", "not a lease of ours", "bad id!/1/x")) {
            firm(unknown, Scene.newNumber());
        }
        watch.round();
        watch.round();
        assertThat(new HeldLeases(scene.connections().redis()).firm()).doesNotContain(lease, id + "/2/another",
                "not a lease of ours", "bad id!/1/x");
    }

    @Test
    void a_slot_that_an_open_attempt_needs_stays() {
        inDoubt();
        watch.round();
        watch.round();
        watch.round();
        assertThat(scene.isFirm(lease)).isTrue();
    }

    @Test
    void a_slot_that_vanished_comes_back_to_a_call_that_was_dialed() {
        inDoubt();
        scene.move(id, (c, now) -> Moves.answer(c, 1, now, now, Optional.of("uuid-" + id), SOON));
        leases().release(scene.call(id));
        watch.round();
        assertThat(scene.isFirm(lease)).isTrue();
        assertThat(admission().acquire("other/1/" + id, scene.call(id).order().phoneNumber(), CAMPAIGN))
                .isEqualTo(new Permit.CalleeBusy());
    }

    @Test
    void a_call_that_waits_for_its_dial_gets_no_slot_from_the_watch() {
        scene.create(id);
        scene.move(id, (c, now) -> Moves.claim(c, 1, now, "pod", lease, SOON));
        watch.round();
        assertThat(scene.isHeld(lease)).isFalse();
    }

    @Test
    void a_slot_seen_by_two_pods_in_turn_is_not_seen_twice() {
        firm(lease, Scene.newNumber());
        watch.round();
        ours.set(false);
        watch.round();
        ours.set(true);
        watch.round();
        assertThat(scene.isFirm(lease)).isTrue();
    }

    @Test
    void a_call_whose_last_webhook_was_lost_is_looked_up_when_plivo_does_not_list_it_twice() {
        scene.plivo().behavior(b -> b.withPace(Pace.INSTANT));
        String uuid = dial(inDoubt().order().phoneNumber(), id.value(), 1);
        scene.move(id, (c, now) -> Moves.answer(c, 1, now, now, Optional.of(uuid), SOON));
        await().until(() -> {
            watch.round();
            return scene.call(id).status() == CallStatus.COMPLETED;
        });
        assertThat(scene.isHeld(lease)).isFalse();
    }

    @Test
    void the_trace_of_another_call_to_the_number_that_ended_just_before_is_not_taken_for_the_attempts() {
        scene.plivo().behavior(b -> b.withPace(Pace.INSTANT));
        CallId before = new CallId("before-" + id);
        String number = scene.create(before).order().phoneNumber();
        scene.move(before, (c, now) -> Moves.claim(c, 1, now, "pod", before + "/1/x", SOON));
        String uuid = dial(number, before.value(), 1);
        Call ended = scene.move(before, (c, now) -> Moves.end(c, 1, now, Ending.of(now, Outcome.BUSY, "busy"),
                Optional.of(uuid), new Verdict.Fail()));
        scene.part(AttemptSlots.class).giveBack(ended, 1);
        await().until(() -> scene.part(PlivoRecords.class).record(uuid).isPresent());

        inDoubt(number);
        lookUp();
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.UNKNOWN);
        lookUp();
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.RETRYING);
    }

    @Test
    void the_callee_of_a_lapsed_permit_is_free_again_once_it_is_seen_that_nobody_claimed_the_call() {
        String number = scene.create(id).order().phoneNumber();
        lapsed(number);
        assertThat(admission().acquire("other/1/" + id, number, CAMPAIGN)).isEqualTo(new Permit.CalleeBusy());
        watch.round();
        assertThat(admission().acquire("other/1/" + id, number, CAMPAIGN)).isInstanceOf(Permit.Granted.class);
    }

    @Test
    void a_number_whose_attempt_was_claimed_under_a_permit_that_lapsed_is_nobody_elses_until_that_ends() {
        String number = scene.create(id).order().phoneNumber();
        scene.move(id, (c, now) -> Moves.claim(c, 1, now, "pod", lease, SOON));
        lapsed(number);
        scene.move(id, (c, now) -> Moves.doubt(c, 1, now, now.plus(SOON)));
        watch.round();
        assertThat(admission().acquire("other/1/" + id, number, CAMPAIGN)).isEqualTo(new Permit.CalleeBusy());
        lookUp();
        lookUp();
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.RETRYING);
        assertThat(admission().acquire("other/1/" + id, number, CAMPAIGN)).isInstanceOf(Permit.Granted.class);
    }

    /** A permit of the call's first attempt that nobody made firm in time. */
    private void lapsed(String number) {
        await().until(() -> admission().acquire(lease, number, CAMPAIGN) instanceof Permit.Granted);
        scene.connections().redis().zrem(Scene.LEASES, lease).toCompletableFuture().join();
    }

    /** Claimed under a firm lease, and its request was answered by nobody. */
    private Call inDoubt() {
        return inDoubt(Scene.newNumber());
    }

    private Call inDoubt(String number) {
        scene.create(id, number);
        firm(lease, number);
        scene.move(id, (c, now) -> Moves.claim(c, 1, now, "pod", lease, SOON));
        return scene.move(id, (c, now) -> Moves.doubt(c, 1, now, now.plus(SOON)));
    }

    private static void firm(String lease, String number) {
        await().until(() -> admission().acquire(lease, number, CAMPAIGN) instanceof Permit.Granted);
        assertThat(leases().makeFirm(lease, "+1")).isTrue();
    }

    /** As soon as its timer would ask for it. */
    private void lookUp() {
        handle(Json.text(Reconcile.of(sinceRecordLag(), Reconcile.Action.LOOK_UP)));
    }

    private Call sinceRecordLag() {
        Call call = scene.call(id);
        await().until(() -> call.lookUps() == 0 || Instant.now().isAfter(call.updatedAt().plus(RECORD_LAG)));
        return call;
    }

    private void handle(String value) {
        scene.part(Reconciler.class).handle(record(value));
    }

    private ConsumerRecord<byte[], byte[]> record(String value) {
        return new ConsumerRecord<>(Topics.RECONCILE, 0, 0, id.value().getBytes(UTF_8), value.getBytes(UTF_8));
    }

    /** @param before what happens just before a record is written */
    private static Reconciler reconcilerThatWrites(Consumer<ProducerRecord<byte[], byte[]>> before) {
        MockProducer<byte[], byte[]> kafka = new MockProducer<>(true, null, new ByteArraySerializer(),
                new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> made,
                    @Nullable Callback callback) {
                before.accept(made);
                return super.send(made, callback);
            }
        };
        CallTopics topics = new CallTopics(new RecordSender(kafka),
                new CampaignPartitions(new Backlogs(), new Random(1)), call -> CompletableFuture.completedFuture(null));
        LookUp lookUp = new LookUp(scene.part(PlivoRecords.class), leases()::isAnothers, lease -> "+14155550100",
                System::nanoTime);
        return new Reconciler(new Calls(scene.connections().store(), topics, new SimpleMeterRegistry()), lookUp,
                scene.part(AttemptEnd.class),
                scene.part(AttemptSlots.class), scene.part(HangUp.class), topics, scene.part(ReconcileSettings.class),
                scene.part(HangupCodes.class));
    }

    private static String dial(String number, String callId, int attempt) {
        String url = scene.plivo().uri() + "/outbound-answer?call_id=" + callId + "&attempt=" + attempt + "&at="
                + Instant.now().toEpochMilli();
        DialResult result = scene.part(Plivo.class)
                .dial(new DialOrder("+14155550100", number, url, url, url, url, 3600, 60, Optional.empty()),
                        most -> {});
        return ((DialResult.Accepted) result).requestUuid().orElseThrow();
    }

    private static Leases leases() {
        return scene.part(Leases.class);
    }

    private static Admission admission() {
        return scene.part(Admission.class);
    }
}
