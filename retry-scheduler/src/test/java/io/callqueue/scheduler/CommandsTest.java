package io.callqueue.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Moves;
import io.callqueue.call.Priority;
import io.callqueue.call.Reschedule;
import io.callqueue.codec.Json;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.scheduler.audit.Audit;
import io.callqueue.scheduler.audit.Fault;
import io.callqueue.store.CallWalk;
import io.callqueue.topic.CallRecord;
import io.callqueue.topic.Command;
import io.callqueue.topic.FirstRecord;
import io.callqueue.topic.Reconcile;
import io.callqueue.topic.Topics;

import static io.callqueue.scheduler.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;

class CommandsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    static Scene scene;
    static Pod pod;

    @BeforeAll
    static void start() throws InterruptedException {
        scene = Scene.set(kafka, redis.uri());
        pod = scene.pod();
    }

    @AfterAll
    static void stop() {
        pod.close();
        scene.close();
    }

    @Test
    void scheduled_call_is_cancelled_before_it_is_dialed() {
        CallId id = Scene.newId();
        scene.create(id, Priority.NORMAL, Optional.of(Instant.now().plus(LONG)));

        cancel(id);

        await().until(() -> scene.call(id).status() == CallStatus.CANCELLED);
        await().untilAsserted(
                () -> assertThat(scene.events(id)).extracting(Call::status).containsExactly(CallStatus.CANCELLED));
    }

    @Test
    void live_call_is_hung_up_as_often_as_the_command_is_read() {
        CallId id = ringing();

        cancel(id);
        Reconcile told = scene.awaitValue(Topics.RECONCILE, id, Reconcile.class);

        assertThat(told.action()).isEqualTo(Reconcile.Action.HANG_UP);
        assertThat(told.attempt()).isEqualTo(1);
        Call call = scene.call(id);
        assertThat(call.cancelRequested()).isTrue();
        assertThat(call.status()).isEqualTo(CallStatus.RINGING);
        assertThat(told.version()).isEqualTo(call.version());
        cancel(id);
        scene.awaitRecords(Topics.RECONCILE, id.value(), 2);
        assertThat(scene.call(id).version()).isEqualTo(call.version());
    }

    @Test
    void call_that_plivo_has_not_named_yet_is_only_marked() {
        CallId id = Scene.newId();
        scene.create(id, Priority.NORMAL, Optional.empty());
        scene.move(id, (call, now) -> Moves.claim(call, 1, now, "pod", "lease", LONG));

        cancel(id);

        await().untilAsserted(() -> assertThat(scene.events(id)).isNotEmpty());
        assertThat(scene.call(id).cancelRequested()).isTrue();
        assertThat(scene.records(Topics.RECONCILE, id.value())).isEmpty();
    }

    @Test
    void rescheduled_call_waits_for_its_new_time_and_a_repeated_command_changes_nothing_more() {
        CallId id = Scene.newId();
        Call created = scene.create(id, Priority.NORMAL, Optional.of(Instant.now().plus(LONG)));
        Instant later = Instant.ofEpochMilli(Instant.now().plus(LONG.multipliedBy(2)).toEpochMilli());

        reschedule(created, new Reschedule(Optional.of(later), Optional.empty()));
        await().until(() -> scene.call(id).order().scheduledAt().equals(Optional.of(later)));
        Call moved = scene.call(id);
        reschedule(created, new Reschedule(Optional.of(later), Optional.empty()));
        reschedule(created, new Reschedule(Optional.of(Instant.EPOCH), Optional.of(Priority.LOW)));
        scene.awaitRecords(Topics.EVENTS, id.value(), 3);

        assertThat(scene.call(id)).isEqualTo(moved);
        assertThat(moved.dueAt()).contains(later);
        assertThat(scene.events(id)).extracting(Call::version).containsOnly(2L);
        assertThat(scene.events(id).getFirst().order()).isEqualTo(moved.order());
    }

    @Test
    void call_of_a_campaign_that_was_cancelled_is_carried_off_to_no_other_time() {
        CallId id = Scene.newId();
        Call created = scene.create(id, Priority.NORMAL, Optional.empty());
        var control = scene.connections().redis();
        String campaign = created.order().campaignId();
        control.hset("campaigns:{admission}", campaign,
                "{\"schema_version\":1,\"cancelled\":{\"before\":\"%s\",\"hang_up\":false,\"resumed\":false}}"
                        .formatted(Instant.now().plus(LONG)))
                .toCompletableFuture().join();

        reschedule(created, new Reschedule(Optional.of(Instant.now().plus(LONG)), Optional.empty()));

        await().until(() -> scene.call(id).status() == CallStatus.CANCELLED);
        await().untilAsserted(
                () -> assertThat(scene.events(id)).extracting(Call::status).contains(CallStatus.CANCELLED));
        control.hdel("campaigns:{admission}", campaign).toCompletableFuture().join();
    }

    @Test
    void call_that_stands_in_line_gets_a_record_in_the_line_of_its_new_priority() {
        CallId id = Scene.newId();
        String request = Scene.request(id, Priority.LOW, Optional.empty());
        scene.produce(Topics.of(Priority.LOW), id.value(), request);
        await().until(() -> scene.isKnown(id));

        reschedule(scene.call(id), new Reschedule(Optional.empty(), Optional.of(Priority.HIGH)));

        ConsumerRecord<byte[], byte[]> record = scene.awaitRecord(Topics.of(Priority.HIGH), id.value());
        Call call = scene.call(id);
        assertThat(call.status()).isEqualTo(CallStatus.QUEUED);
        assertThat(call.order().priority()).isEqualTo(Priority.HIGH);
        assertThat(CallRecord.revision(record)).contains(call.revision()).contains(3);
        assertThat(scene.records(Topics.of(Priority.LOW), id.value())).hasSize(1);
        assertThat(new FirstRecord().read(record)).isInstanceOfSatisfying(FirstRecord.Usable.class,
                usable -> assertThat(usable.request().hash()).isEqualTo(call.order().requestHash()));
        await().untilAsserted(() -> assertThat(audit()).isEmpty());
    }

    private static List<Fault> audit() {
        return new Audit(scene.connections().store(), new CallWalk(scene.connections().redis()),
                scene.connections().clients()).run().faults().stream()
                .filter(fault -> fault.kind() == Fault.Kind.KEPT_TWICE || fault.revision() == 3).toList();
    }

    @Test
    void command_for_an_unknown_call_is_a_dead_letter() {
        CallId id = Scene.newId();

        cancel(id);

        ConsumerRecord<byte[], byte[]> letter = scene.awaitRecord(Topics.DEAD_LETTER, id.value());
        assertThat(Scene.header(letter, "reason")).isEqualTo("there is no call " + id);
        assertThat(Scene.header(letter, "origin_topic")).isEqualTo(Topics.COMMANDS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no-json    | to be or not to be                                          | not a command
            no-object  | 7                                                           | not a command
            null       | null                                                        | not a command
            no-type    | {"schema_version":1,"call_id":"c-1"}                        | not a command
            no-call    | {"schema_version":1,"type":"cancel"}                        | not a command
            no-such    | {"schema_version":1,"type":"explode","call_id":"c-1"}       | not a command
            no-wish    | {"schema_version":1,"type":"reschedule","call_id":"c-1","requested_at":"2027-01-15T14:30:00Z"} | not a command
            bad-id     | {"schema_version":1,"type":"cancel","call_id":"one two"}    | not a command
            """)
    void unreadable_command_is_a_dead_letter(String key, String value, String reason) {
        scene.produce(Topics.COMMANDS, key, value);

        assertThat(Scene.header(scene.awaitRecord(Topics.DEAD_LETTER, key), "reason")).startsWith(reason);
    }

    private static CallId ringing() {
        CallId id = Scene.newId();
        scene.create(id, Priority.NORMAL, Optional.empty());
        scene.move(id, (call, now) -> Moves.claim(call, 1, now, "pod", "lease", LONG));
        scene.move(id, (call, now) -> Moves.accept(call, 1, now, Optional.of("request-uuid"), Optional.empty(), LONG));
        scene.move(id, (call, now) -> Moves.ring(call, 1, now, now, Optional.of("call-uuid"), LONG));
        return id;
    }

    private static void reschedule(Call call, Reschedule wish) {
        scene.produce(Topics.COMMANDS, call.id().value(),
                Json.text(Command.reschedule(call.id(), Instant.now(), call.revision(), wish)));
    }

    private static void cancel(CallId id) {
        scene.produce(Topics.COMMANDS, id.value(), Json.text(Command.cancel(id, Instant.now())));
    }
}
