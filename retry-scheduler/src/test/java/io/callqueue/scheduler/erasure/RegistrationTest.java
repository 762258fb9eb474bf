package io.callqueue.scheduler.erasure;

import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.CallId;
import io.callqueue.call.Priority;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.scheduler.Scene;
import io.callqueue.topic.Groups;

import static org.assertj.core.api.Assertions.assertThat;

class RegistrationTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private Scene scene;
    private Admin admin;
    private TopicPartition partition;
    private Registration registration;

    @BeforeEach
    void write() throws InterruptedException {
        scene = Scene.set(kafka, redis.uri());
        admin = scene.connections().admin();
        registration = new Registration(admin);
        CallId id = Scene.newId();
        RecordMetadata written = scene.produce("calls.low", id.value(),
                Scene.request(id, Priority.LOW, Optional.empty()));
        partition = new TopicPartition("calls.low", written.partition());
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void what_stood_in_kafka_is_past_once_it_is_committed() throws Exception {
        Map<TopicPartition, Long> ends = registration.ends();
        assertThat(registration.isPast(ends)).isFalse();
        admin.alterConsumerGroupOffsets(Groups.REGISTRATION, Map.of(partition, new OffsetAndMetadata(1))).all().get();
        assertThat(registration.isPast(ends)).isTrue();
    }

    /** The group was empty for so long that Kafka forgot its offsets. */
    @Test
    void what_was_deleted_is_past_also_when_nobody_knows_any_more_who_read_it() throws Exception {
        Map<TopicPartition, Long> ends = registration.ends();
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1))).all().get();
        assertThat(registration.isPast(ends)).isTrue();
    }
}
