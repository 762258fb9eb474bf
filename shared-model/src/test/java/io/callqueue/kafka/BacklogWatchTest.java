package io.callqueue.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.topic.Groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class BacklogWatchTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();

    private static final TopicPartition NORMAL = new TopicPartition("calls.normal", 1);
    private static final TopicPartition LOW = new TopicPartition("calls.low", 0);
    private final Backlogs backlogs = new Backlogs();
    private Clients clients;
    private RecordSender sender;
    private Admin admin;
    private BacklogWatch watch;

    @BeforeEach
    void open() throws Exception {
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(kafka::deleteTopics);
        KafkaSettings settings = new KafkaSettings(kafka.bootstrapServers(), 3, (short) 1, Duration.ofSeconds(6));
        clients = new Clients(settings);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        new TopicSetup(settings).run(admin);
        sender = new RecordSender(clients.producer());
        watch = new BacklogWatch(admin, sender::partitions, backlogs);
    }

    @AfterEach
    void close() {
        watch.close();
        sender.close();
        admin.close();
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(kafka::deleteTopics);
    }

    private void write(TopicPartition partition, int records) {
        for (int i = 0; i < records; i++) {
            assertThat(sender.send(new ProducerRecord<>(partition.topic(), partition.partition(), null, new byte[1]))
                    .join().partition()).isEqualTo(partition.partition());
        }
    }

    private void commit(TopicPartition partition, long offset) {
        try (Consumer<byte[], byte[]> dispatcher = clients.consumer(Groups.DIALING, 1)) {
            dispatcher.assign(List.of(partition));
            dispatcher.commitSync(Map.of(partition, new OffsetAndMetadata(offset)));
        }
    }

    @Test
    void what_was_written_and_is_not_committed_waits() throws Exception {
        write(NORMAL, 10);
        commit(NORMAL, 4);

        watch.measure();

        assertThat(backlogs.of(NORMAL)).isEqualTo(6);
        assertThat(backlogs.of(new TopicPartition(NORMAL.topic(), 2))).isZero();
    }

    @Test
    void where_nothing_was_committed_yet_everything_waits() throws Exception {
        write(LOW, 3);

        watch.measure();

        assertThat(backlogs.of(LOW)).isEqualTo(3);
    }

    @Test
    void a_measurement_takes_the_place_of_what_was_counted_here() throws Exception {
        backlogs.sent(NORMAL);
        backlogs.sent(NORMAL);

        watch.measure();

        assertThat(backlogs.of(NORMAL)).isZero();
    }

    @Test
    void it_goes_on_measuring_by_itself() {
        watch.start();
        write(NORMAL, 2);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(backlogs.of(NORMAL)).isEqualTo(2));
    }
}
