package io.callqueue.scheduler.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Moves;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.control.ControlStore;
import io.callqueue.event.CallEvent;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.scheduler.Scene;
import io.callqueue.scheduler.registration.DirectCalls;
import io.callqueue.scheduler.shard.OwnedShards;
import io.callqueue.topic.Groups;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;

class RetentionTest {
    private static final TopicPartition FIRST = new TopicPartition(Topics.SCHEDULED, 0);
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private Scene scene;

    @BeforeEach
    void set() throws InterruptedException {
        scene = Scene.set(kafka, redis.uri());
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void only_what_all_groups_have_committed_is_deleted() throws Exception {
        TopicPartition low = fill("calls.low", 10);
        commit(Groups.DIALING, low, 7);
        cleanUp(Duration.ZERO);
        assertThat(beginning(low)).as("one group has committed nothing").isZero();

        commit(Groups.REGISTRATION, low, 4);
        cleanUp(Duration.ZERO);
        assertThat(beginning(low)).isEqualTo(4);

        commit(Groups.REGISTRATION, low, 10);
        cleanUp(Duration.ZERO);
        assertThat(beginning(low)).isEqualTo(7);
    }

    @Test
    void every_topic_that_is_read_once_is_cleaned_up_and_no_other() throws Exception {
        List<TopicPartition> filled = new ArrayList<>();
        for (String topic : Topics.consumedOnce()) {
            TopicPartition partition = fill(topic, 3);
            filled.add(partition);
            for (String group : Groups.readersOf(topic)) {
                commit(group, partition, 3);
            }
        }
        cleanUp(Duration.ZERO);

        for (TopicPartition partition : filled) {
            assertThat(beginning(partition)).as(partition.topic()).isEqualTo(3);
        }
    }

    @Test
    void events_are_kept_for_their_time_and_until_they_are_folded() throws Exception {
        TopicPartition events = fill(Topics.EVENTS, 3);
        cleanUp(Duration.ofDays(3));
        assertThat(beginning(events)).as("none is folded").isZero();

        commit(Groups.LEDGER, events, 2);
        cleanUp(Duration.ofDays(1));
        assertThat(beginning(events)).as("none is old").isZero();

        cleanUp(Duration.ofDays(3));
        assertThat(beginning(events)).isEqualTo(2);
    }

    @Test
    void pod_without_the_first_partition_deletes_nothing() throws Exception {
        TopicPartition commands = fill(Topics.COMMANDS, 3);
        commit(Groups.COMMANDS, commands, 3);

        round(Set.of(new TopicPartition(Topics.SCHEDULED, 1)), Duration.ZERO).run();

        assertThat(beginning(commands)).isZero();
    }

    @Test
    void ended_call_is_forgotten_after_its_time() throws Exception {
        CallId ended = ended();
        CallId open = Scene.newId();
        scene.create(open, Priority.NORMAL, Optional.of(Instant.now().plus(Duration.ofDays(30))));

        cleanUp(Duration.ofDays(6));
        assertThat(scene.isKnown(ended)).isTrue();

        Call last = scene.call(ended);
        cleanUp(Duration.ofDays(8));
        assertThat(scene.isKnown(ended)).isFalse();
        assertThat(scene.isKnown(open)).isTrue();
        CallEvent told = Json.read(scene.awaitRecord(Topics.EVENTS, ended.value()).value(), CallEvent.class);
        assertThat(told.call()).isEqualTo(last);
        assertThat(told.forgottenAt()).isPresent();
    }

    @Test
    void ended_call_is_known_while_an_older_record_is_unread() throws Exception {
        TopicPartition low = fill("calls.low", 2);
        CallId ended = ended();
        commit(Groups.DIALING, low, 2);
        commit(Groups.REGISTRATION, low, 1);

        cleanUp(Duration.ofDays(8));
        assertThat(scene.isKnown(ended)).isTrue();

        commit(Groups.REGISTRATION, low, 2);
        cleanUp(Duration.ofDays(8));
        assertThat(scene.isKnown(ended)).isFalse();
    }

    @Test
    void ended_call_whose_record_came_once_more_is_known_until_all_have_read_that() throws Exception {
        CallId ended = endedLongAgo();
        TopicPartition low = new TopicPartition("calls.low", scene.produce("calls.low", ended.value(),
                Scene.request(ended, Priority.LOW, Optional.empty())).partition());
        new DirectCalls(scene.connections().store(), new ControlStore(scene.connections().redis()),
                scene.connections().topics()).handle(scene.awaitRecord("calls.low", ended.value()));
        commit(Groups.REGISTRATION, low, 1);
        cleanUp(Duration.ZERO);
        assertThat(scene.isKnown(ended)).as("it would be dialed again").isTrue();

        cleanUp(Duration.ofDays(8));
        assertThat(scene.isKnown(ended)).isTrue();
        commit(Groups.DIALING, low, 1);
        cleanUp(Duration.ofDays(8));
        assertThat(scene.isKnown(ended)).isFalse();
    }

    private CallId endedLongAgo() {
        CallId id = ended();
        double then = Instant.now().minus(Duration.ofDays(8)).toEpochMilli();
        scene.connections().redis().zadd("ended:{" + id.shard() + "}", then, id.value()).toCompletableFuture().join();
        return id;
    }

    @Test
    void old_backlog_only_makes_calls_stay_longer() throws Exception {
        TopicPartition low = fill("calls.low", 1);
        CallId ended = ended();
        Instant now = Instant.now();
        List<Instant> moments = FinalCalls.moments(now, Duration.ofDays(7));
        assertThat(moments).startsWith(now.minus(Duration.ofDays(7)), now.minus(Duration.ofDays(14)));
        Reaches reaches = new Reaches(scene.connections().admin());

        assertThat(new ReadUntil(reaches).firstOf(FinalCalls.moments(now.plus(Duration.ofDays(20)),
                Duration.ofDays(7)), reaches.read(Topics.consumedOnce()))).contains(now.minus(Duration.ofDays(8)));
        cleanUp(Duration.ofDays(20));
        assertThat(scene.isKnown(ended)).isTrue();
        commit(Groups.DIALING, low, 1);
        commit(Groups.REGISTRATION, low, 1);
        cleanUp(Duration.ofDays(20));
        assertThat(scene.isKnown(ended)).isFalse();
    }

    private CallId ended() {
        CallId id = Scene.newId();
        scene.create(id, Priority.NORMAL, Optional.empty());
        scene.move(id, Moves::cancel);
        return id;
    }

    private TopicPartition fill(String topic, int records) {
        RecordMetadata last = scene.produce(topic, "same-key", "{}");
        for (int more = 1; more < records; more++) {
            last = scene.produce(topic, "same-key", "{}");
        }
        return new TopicPartition(topic, last.partition());
    }

    private void commit(String group, TopicPartition partition, long offset) throws Exception {
        scene.connections().admin().alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
                .all().get();
    }

    private long beginning(TopicPartition partition) throws ExecutionException, InterruptedException {
        return scene.connections().admin().listOffsets(Map.of(partition, OffsetSpec.earliest()))
                .partitionResult(partition).get().offset();
    }

    private void cleanUp(Duration later) throws InterruptedException {
        round(Set.of(FIRST), later).run();
    }

    private RetentionRound round(Set<TopicPartition> assigned, Duration later) {
        InstantSource clock = () -> Instant.now().plus(later);
        return RetentionRound.of(new OwnedShards(() -> assigned, () -> Scene.PARTITIONS), scene.connections(),
                new RetentionSettings(Duration.ofSeconds(30), Duration.ofDays(7), Duration.ofDays(2)), clock);
    }
}
