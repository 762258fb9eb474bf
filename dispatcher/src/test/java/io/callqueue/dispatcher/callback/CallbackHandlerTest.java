package io.callqueue.dispatcher.callback;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Erased;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Verdict;
import io.callqueue.codec.Json;
import io.callqueue.dispatcher.Scene;
import io.callqueue.dispatcher.admission.Admission;
import io.callqueue.dispatcher.admission.Leases;
import io.callqueue.dispatcher.admission.Permit;
import io.callqueue.dispatcher.disposition.AttemptEnd;
import io.callqueue.dispatcher.disposition.AttemptSlots;
import io.callqueue.dispatcher.disposition.HangupCodes;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.plivo.DialOrder;
import io.callqueue.dispatcher.plivo.DialResult;
import io.callqueue.dispatcher.plivo.Plivo;
import io.callqueue.dispatcher.voicebot.VoiceBot;
import io.callqueue.event.CallEvent;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.topic.Callback;
import io.callqueue.topic.Callback.Kind;
import io.callqueue.topic.Reconcile;
import io.callqueue.topic.Topics;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

class CallbackHandlerTest {
    private static final String CAMPAIGN = "campaign-1";
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static Scene scene;
    private static CallbackHandler handler;
    private final CallId id = new CallId("call-" + UUID.randomUUID());

    @BeforeAll
    static void set() throws InterruptedException {
        scene = Scene.set(kafka, redis.uri());
        handler = new CallbackHandler(scene.part(Calls.class), scene.part(AttemptEnd.class),
                scene.part(AttemptSlots.class),
                scene.part(VoiceBot.class), scene.connections().topics(), scene.part(HangupCodes.class),
                Duration.ofSeconds(15));
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void a_call_ends_the_same_whatever_the_order_and_number_of_its_webhooks() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            CallId call = new CallId(id + "-" + round);
            String lease = dialed(call);
            List<Kind> kinds = new ArrayList<>(List.of(Kind.HANGUP));
            for (int i = random.nextInt(6); i > 0; i--) {
                kinds.add(Kind.values()[random.nextInt(Kind.values().length)]);
            }
            Collections.shuffle(kinds, random);
            kinds.forEach(kind -> handle(call, 1, kind, "4000"));
            Call ended = scene.call(call);
            assertThat(ended.status()).as("seed %s, %s", seed, kinds).isEqualTo(CallStatus.COMPLETED);
            boolean machine = kinds.indexOf(Kind.MACHINE) >= 0
                    && kinds.indexOf(Kind.MACHINE) < kinds.indexOf(Kind.HANGUP);
            assertThat(ended.attempt().flatMap(Attempt::ending).orElseThrow().outcome())
                    .isEqualTo(machine ? Outcome.MACHINE : Outcome.ANSWERED);
            assertThat(scene.isHeld(lease)).as("seed %s, %s", seed, kinds).isFalse();
        }
    }

    @Test
    void a_machine_check_that_found_a_person_is_an_answer() {
        dialed(id);
        Callback check = callback(id, 1, Kind.MACHINE, "");
        Map<String, String> form = new HashMap<>(check.form());
        form.put("Machine", "False");
        handle(Callback.of(Kind.MACHINE, id, 1, check.receivedAt(), form));
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.IN_PROGRESS);
        handle(id, 1, Kind.HANGUP, "4000");
        assertThat(scene.call(id).outcome()).contains(Outcome.ANSWERED);
    }

    @Test
    void a_machine_that_is_heard_of_before_the_create_was_answered_proves_that_plivo_has_the_call() {
        scene.create(id);
        scene.move(id, (c, now) -> Moves.claim(c, 1, now, "pod", id + "/1/x", SOON));
        handle(id, 1, Kind.MACHINE, "");
        assertThat(scene.call(id).attempt().flatMap(Attempt::dialedAt)).isPresent();
        scene.move(id, (c, now) -> Moves.doubt(c, 1, now, now.plus(SOON)));
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.DIALING);
    }

    @Test
    void ring_and_answer_move_the_call_forward_only() {
        dialed(id);
        handle(id, 1, Kind.ANSWER, "");
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.IN_PROGRESS);
        handle(id, 1, Kind.RING, "");
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.IN_PROGRESS);
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "ANSWER", "MACHINE"})
    void a_webhook_for_an_attempt_believed_lost_adopts_it_with_its_lease(Kind kind) {
        String lease = dialed(id);
        lose();
        leases().release(scene.call(id));
        handle(id, 1, kind, "");
        assertThat(scene.call(id).status()).isEqualTo(kind == Kind.RING ? CallStatus.RINGING : CallStatus.IN_PROGRESS);
        assertThat(scene.isFirm(lease)).isTrue();
        handle(id, 1, Kind.HANGUP, "4000");
        assertThat(scene.isHeld(lease)).isFalse();
    }

    @Test
    void a_webhook_read_again_takes_the_lease_that_its_first_reading_had_no_time_for() {
        String lease = dialed(id);
        handle(id, 1, Kind.RING, "");
        leases().release(scene.call(id));
        handle(id, 1, Kind.RING, "");
        assertThat(scene.isFirm(lease)).isTrue();
    }

    @Test
    void news_of_a_call_that_ended_meanwhile_take_no_slot_back() {
        String lease = dialed(id);
        Call alive = scene.call(id);
        handle(id, 1, Kind.HANGUP, "3010");
        scene.part(AttemptSlots.class).keep(alive);
        assertThat(scene.isHeld(lease)).isFalse();
    }

    @Test
    void a_hangup_read_again_gives_the_lease_back_that_its_first_reading_had_no_time_for() {
        String lease = dialed(id);
        handle(id, 1, Kind.HANGUP, "3010");
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.RETRYING);
        leases().adopt(scene.call(id));
        long version = scene.call(id).version();
        handle(id, 1, Kind.HANGUP, "3010");
        assertThat(scene.isHeld(lease)).isFalse();
        assertThat(scene.call(id).version()).isEqualTo(version);
    }

    @Test
    void a_hangup_of_an_older_attempt_gives_only_its_own_lease_back() {
        String first = dialed(id);
        handle(id, 1, Kind.HANGUP, "3010");
        String second = dialedAgain(2);
        leases().adopt(withLease(first));
        handle(id, 1, Kind.HANGUP, "3010");
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.DIALING);
        assertThat(scene.isHeld(first)).isFalse();
        assertThat(scene.isFirm(second)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void news_of_an_older_attempt_change_nothing_of_the_latest(Kind kind) {
        dialed(id);
        lose();
        leases().release(scene.call(id));
        String second = dialedAgain(2);
        Call before = scene.call(id);
        handle(id, 1, kind, "4000");
        assertThat(scene.call(id)).isEqualTo(before);
        assertThat(scene.isFirm(second)).isTrue();
    }

    @Test
    void an_older_attempt_that_was_believed_lost_is_known_for_what_it_was_once_it_is_heard_of() {
        dialed(id);
        lose();
        leases().release(scene.call(id));
        dialedAgain(2);
        handle(id, 1, Kind.HANGUP, "4000");
        Attempt known = endedAttempt(1);
        assertThat(known.ending().orElseThrow().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(known.ending().orElseThrow().durationSeconds()).contains(5);
        assertThat(known.callUuid()).contains("uuid-" + id + "-1");
        assertThat(olderAttempts()).containsExactly(known);
        handle(id, 1, Kind.HANGUP, "4000");
        assertThat(endedAttempt(1)).as("told twice").isEqualTo(known);
        assertThat(olderAttempts()).as("whoever read it first may have died before it wrote that down")
                .containsExactly(known, known);
    }

    @Test
    void news_of_the_attempt_that_ended_a_call_are_filled_in() {
        dialed(id);
        scene.part(AttemptEnd.class).end(id, 1, Ending.of(Instant.now(), Outcome.UNKNOWN, "its record was found late"),
                new Verdict.Fail(), Optional.empty());
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.FAILED);
        handle(id, 1, Kind.HANGUP, "4000");
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.FAILED);
        assertThat(scene.call(id).outcome()).contains(Outcome.ANSWERED);
        assertThat(endedAttempt(1)).isEqualTo(scene.call(id).attempt().orElseThrow());
    }

    @Test
    void of_a_person_who_is_not_to_be_known_any_more_nothing_is_filled_in() {
        dialed(id);
        lose();
        scene.move(id, Moves::cancel);
        Call cancelled = scene.call(id);
        Attempt lost = endedAttempt(1);
        scene.connections().store().ended().replace(cancelled, Erased.call(cancelled, Instant.now()), Optional.empty(),
                List.of(lost)).join();
        Call erased = scene.call(id);
        handle(id, 1, Kind.HANGUP, "4000");
        assertThat(scene.call(id)).isEqualTo(erased);
        assertThat(endedAttempt(1)).isEqualTo(lost);
    }

    private Attempt endedAttempt(int number) {
        return scene.part(Calls.class).endedAttempts(id).stream().filter(attempt -> attempt.number() == number)
                .findFirst().orElseThrow();
    }

    private List<Attempt> olderAttempts() {
        return scene.records(Topics.EVENTS).stream().filter(found -> Scene.text(found.key()).equals(id.value()))
                .flatMap(found -> Json.read(found.value(), CallEvent.class).olderAttempt().stream()).toList();
    }

    @Test
    void a_webhook_that_overtakes_the_accept_tells_the_voice_bot() {
        scene.create(id);
        claim(1, id + "/1/x");
        handle(id, 1, Kind.RING, "");
        await().until(() -> scene.plivo().witness().startCalls(id.value()) == 1);
        assertThat(scene.call(id).attempt().flatMap(Attempt::dialedAt)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "ANSWER", "MACHINE"})
    void a_webhook_of_a_call_that_somebody_cancelled_has_it_hung_up_elsewhere(Kind kind) {
        dialed(id);
        scene.move(id, Moves::cancel);
        handle(id, 1, kind, "");
        assertThat(hangUps()).containsExactly(
                Reconcile.hangUp(scene.call(id), Optional.of("uuid-" + id + "-1")));
    }

    @Test
    void a_webhook_of_a_call_that_nobody_cancelled_has_nothing_hung_up() {
        dialed(id);
        handle(id, 1, Kind.ANSWER, "");
        assertThat(hangUps()).isEmpty();
    }

    @Test
    void an_attempt_that_was_believed_lost_when_its_call_was_cancelled_is_hung_up_when_it_is_heard_of() {
        dialed(id);
        lose();
        scene.move(id, Moves::cancel);
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.CANCELLED);
        String url = scene.plivo().uri() + "/outbound-answer?call_id=" + id + "&attempt=1";
        DialResult dialed = scene.part(Plivo.class).dial(new DialOrder("+14155550100",
                scene.call(id).order().phoneNumber(), url, url, url, url, 3600, 60, Optional.empty()), most -> {});
        String uuid = ((DialResult.Accepted) dialed).requestUuid().orElseThrow();
        handle(Callback.of(Kind.RING, id, 1, Instant.now(), Map.of("CallUUID", uuid)));
        await().until(() -> scene.plivo().calls().stream().noneMatch(open -> open.requestUuid().equals(uuid)));
    }

    private List<Reconcile> hangUps() {
        return scene.records(Topics.RECONCILE).stream().filter(found -> Scene.text(found.key()).equals(id.value()))
                .map(found -> Json.read(found.value(), Reconcile.class)).toList();
    }

    @Test
    void a_hangup_of_a_call_that_somebody_cancelled_ends_it_as_cancelled() {
        dialed(id);
        scene.move(id, Moves::cancel);
        handle(id, 1, Kind.HANGUP, "4000");
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.CANCELLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "no json", "[]", "{\"kind\":\"ring\"}",
            "{\"kind\":\"nonsense\",\"call_id\":\"a\",\"attempt\":1,\"received_at\":\"2027-01-15T14:30:00Z\",\"form\":{}}"})
    void a_record_that_is_no_webhook_becomes_a_dead_letter_and_the_next_goes_on(String poison) {
        dialed(id);
        scene.produce(Topics.CALLBACKS, 0, "poison-" + id, poison);
        scene.produce(Topics.CALLBACKS, 0, id.value(), Json.text(callback(id, 1, Kind.HANGUP, "4000")));
        scene.awaitStatus(id, CallStatus.COMPLETED);
        await().until(() -> scene.records(Topics.DEAD_LETTER).stream().anyMatch(
                letter -> Scene.text(letter.key()).equals("poison-" + id)
                        && Scene.text(letter.value()).equals(poison)));
    }

    @Test
    void a_webhook_of_an_unknown_call_becomes_a_dead_letter() {
        scene.produce(Topics.CALLBACKS, id, callback(id, 1, Kind.RING, ""));
        await().until(() -> scene.records(Topics.DEAD_LETTER).stream()
                .anyMatch(letter -> Scene.text(letter.key()).equals(id.value())));
    }

    private static void handle(CallId call, int attempt, Kind kind, String code) {
        handle(callback(call, attempt, kind, code));
    }

    private static void handle(Callback callback) {
        handler.handle(new ConsumerRecord<>(Topics.CALLBACKS, 0, 0,
                callback.callId().value().getBytes(StandardCharsets.UTF_8), Json.bytes(callback)));
    }

    private static Callback callback(CallId call, int attempt, Kind kind, String code) {
        Map<String, String> form = Map.of("CallUUID", "uuid-" + call + "-" + attempt, "HangupCauseCode", code,
                "HangupCause", "CAUSE", "Duration", "5");
        return Callback.of(kind, call, attempt, Instant.now().truncatedTo(ChronoUnit.MILLIS), form);
    }

    /** Its first attempt is accepted by Plivo, under a firm lease. */
    private static String dialed(CallId call) {
        scene.create(call);
        String lease = call + "/1/x";
        firm(lease, scene.call(call).order().phoneNumber());
        scene.move(call, (c, now) -> Moves.claim(c, 1, now, "pod", lease, SOON));
        scene.move(call, (c, now) -> Moves.accept(c, 1, now, Optional.of("request-" + call), Optional.empty(), SOON));
        return lease;
    }

    private String dialedAgain(int attempt) {
        String lease = id + "/" + attempt + "/x";
        firm(lease, scene.call(id).order().phoneNumber());
        requeue();
        claim(scene.call(id).revision(), lease);
        return lease;
    }

    /** What the retry-scheduler does when the call is due. */
    private void requeue() {
        scene.connections().redis().zadd("timers:{" + id.shard() + "}", 1, id.value()).toCompletableFuture().join();
        scene.connections().store().fireDue(id.shard(), 100, SOON, SOON, SOON).join();
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.QUEUED);
    }

    private void claim(int revision, String lease) {
        scene.move(id, (c, now) -> Moves.claim(c, revision, now, "pod", lease, SOON));
    }

    private void lose() {
        Call call = scene.call(id);
        assertThat(call.status()).isEqualTo(CallStatus.DIALING);
        scene.connections().redis().zadd("timers:{" + id.shard() + "}", 1, id.value()).toCompletableFuture().join();
        scene.connections().store().fireDue(id.shard(), 100, SOON, SOON, SOON).join();
        scene.move(id, (c, now) -> Moves.missing(c, 1, now, Duration.ZERO));
        scene.move(id, (c, now) -> Moves.missing(c, 1, now, Duration.ZERO));
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.RETRYING);
    }

    private Call withLease(String lease) {
        Call call = scene.call(id);
        return new Call(call.id(), 1, 1, 1, CallStatus.DIALING, call.order(), 0, 0, false,
                Optional.of(Attempt.claimed(1, "pod", lease, Instant.now())), Optional.empty(), Optional.empty(),
                Instant.now(), Optional.empty());
    }

    private static void firm(String lease, String number) {
        await().until(() -> admission().acquire(lease, number, CAMPAIGN) instanceof Permit.Granted);
        assertThat(leases().makeFirm(lease, "+1")).isTrue();
    }

    private static Leases leases() {
        return scene.part(Leases.class);
    }

    private static Admission admission() {
        return scene.part(Admission.class);
    }
}
