package io.callqueue.scheduler;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Erased;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Verdict;
import io.callqueue.codec.Json;
import io.callqueue.control.ControlStore;
import io.callqueue.control.Erasure;
import io.callqueue.event.LedgerEntry;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.CallRequest;
import io.callqueue.store.CallStore;
import io.callqueue.store.Creation;
import io.callqueue.topic.Topics;

import static io.callqueue.scheduler.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;

/** A person who is not to be known any more is in none of the calls, in Redis nor in the ledger, and the calls go on to count. */
class ErasureTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String NUMBER = "+14155550123";
    private static final String DIGITS = "14155550123";
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Erasure erasure = Erasure.of(NUMBER, now.minusSeconds(40));
    private Scene scene;
    private CallStore store;
    private ControlStore control;

    @BeforeEach
    void set() throws InterruptedException {
        redis.flush();
        scene = Scene.set(kafka, redis.uri());
        store = scene.connections().store();
        control = new ControlStore(scene.connections().redis());
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void calls_of_the_person_become_stubs_in_redis_and_in_the_ledger() {
        CallId failed = failed(create(NUMBER, now.minusSeconds(60), Map.of())).id();
        CallId waiting = create(NUMBER, now.minusSeconds(60),
                Map.of("scheduled_at", now.plus(Duration.ofDays(1)).toString())).id();
        Call stranger = failed(create("+14155550199", now.minusSeconds(60), Map.of()));
        Call later = create(NUMBER, now, Map.of("scheduled_at", now.plus(Duration.ofDays(1)).toString()));
        want();
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> control.walks().erasing().join().isEmpty());

            assertThat(scene.call(failed).status()).isEqualTo(CallStatus.FAILED);
            assertThat(scene.call(waiting).status()).isEqualTo(CallStatus.CANCELLED);
            for (CallId id : List.of(failed, waiting)) {
                assertThat(allOf(id)).isNotEmpty().noneMatch(text -> text.contains(DIGITS) || text.contains("Priya")
                        || text.contains("uuid-of-plivo"));
                await().atMost(SOON).untilAsserted(() -> assertThat(entry(id)).hasValueSatisfying(
                        entry -> assertThat(Json.text(entry)).doesNotContain(DIGITS, "Priya", "uuid-of-plivo")
                                .contains("\"phone_number\":\"erased\"")));
            }
            assertThat(entry(failed).orElseThrow().attempts()).hasSize(1).first()
                    .satisfies(attempt -> assertThat(attempt.ending().orElseThrow().outcome()).isEqualTo(Outcome.BUSY));
            assertThat(store.overview().campaignCounts("campaign-1").join().of(CallStatus.FAILED)).isEqualTo(2);
            assertThat(scene.call(stranger.id())).isEqualTo(stranger);
            assertThat(scene.call(later.id())).isEqualTo(later);
            assertThat(store.details().request(later.id()).join().orElseThrow().phoneNumber()).isEqualTo(NUMBER);
            assertThat(scene.records(Topics.CONTROL, erasure.key()).getLast().value()).isNull();
        }
    }

    /** Redis has a call of which the ledger says already that it is erased: all of it is done again. */
    @Test
    void what_died_between_the_ledger_and_redis_is_done_again() {
        Call failed = failed(create(NUMBER, now.minusSeconds(60), Map.of()));
        scene.connections().topics().event(Erased.call(failed, now)).join();
        want();
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> control.walks().erasing().join().isEmpty());
            assertThat(allOf(failed.id())).noneMatch(text -> text.contains(DIGITS));
            await().atMost(SOON).untilAsserted(
                    () -> assertThat(entry(failed.id()).map(Json::text).orElse(DIGITS)).doesNotContain(DIGITS));
        }
    }

    @Test
    void who_sends_the_request_again_learns_that_the_id_is_taken() {
        Call failed = failed(create(NUMBER, now.minusSeconds(60), Map.of()));
        CallRequest request = store.details().request(failed.id()).join().orElseThrow();
        want();
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> control.walks().erasing().join().isEmpty());
        }
        assertThat(store.create(Call.created(failed.id(), request.order(now), Optional.empty()), request).join())
                .isInstanceOf(Creation.Conflict.class);
    }

    private void want() {
        scene.connections().sender().send(Topics.CONTROL, erasure.key(), erasure).join();
        control.apply(erasure.key(), 0, Optional.of(Json.bytes(erasure))).join();
    }

    private Call create(String number, Instant createdAt, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(more);
        CallId id = Scene.newId();
        fields.putAll(Map.of("phone_number", number, "campaign_id", "campaign-1", "custom_call_id", id.value(),
                "call_config", Map.of("variables", Map.of("name", "Priya"))));
        CallRequest request = Scene.parsed(Json.text(fields));
        Call call = store.create(Call.created(id, request.order(createdAt), request.scheduledAt()), request).join()
                .call();
        scene.connections().topics().event(call, request).join();
        return call;
    }

    private Call failed(Call call) {
        scene.move(call.id(), (c, at) -> Moves.claim(c, c.revision(), at, "pod", "lease", Duration.ofMinutes(5)));
        Call ended = scene.move(call.id(), (c, at) -> Moves.end(c, 1, at,
                Ending.of(at, Outcome.BUSY, call.order().phoneNumber() + " is busy"), Optional.of("uuid-of-plivo"),
                new Verdict.Fail()));
        scene.connections().topics().event(ended).join();
        return ended;
    }

    /** All that Redis has under this call's name. */
    private List<String> allOf(CallId id) {
        return Stream.of(Json.text(scene.call(id)), store.details().request(id).join().map(Json::text).orElse(""),
                Json.text(store.details().endedAttempts(id).join())).toList();
    }

    private Optional<LedgerEntry> entry(CallId id) {
        return scene.records(Topics.LEDGER).stream()
                .filter(found -> id.value().equals(new String(found.key(), StandardCharsets.UTF_8)))
                .reduce((earlier, latest) -> latest).map(ConsumerRecord::value)
                .map(json -> Json.read(json, LedgerEntry.class));
    }
}
