package io.callqueue.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class TopicSetupTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();

    private KafkaSettings settings;
    private Admin admin;

    @BeforeEach
    void connect() {
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(kafka::deleteTopics);
        settings = settings(5);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterEach
    void disconnect() {
        admin.close();
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(kafka::deleteTopics);
    }

    private static KafkaSettings settings(int partitions) {
        return new KafkaSettings(kafka.bootstrapServers(), partitions, (short) 1, Duration.ofSeconds(10));
    }

    private Set<String> topics() throws ExecutionException, InterruptedException {
        return admin.listTopics().names().get();
    }

    private int partitions(String topic) throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().values().iterator().next().partitions()
                .size();
    }

    @Test
    void missing_topics_are_created_and_existing_ones_left_alone() throws ExecutionException, InterruptedException {
        kafka.createTopics(2, Topics.EVENTS);
        new TopicSetup(settings).run(admin);
        List<String> all = new ArrayList<>(Topics.consumedOnce());
        all.addAll(List.of(Topics.EVENTS, Topics.CONTROL, Topics.DEAD_LETTER, Topics.LEDGER,
                Topics.STATISTICS));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(topics()).containsExactlyInAnyOrderElementsOf(all));
        assertThat(partitions("calls.low")).isEqualTo(5);
        assertThat(partitions(Topics.EVENTS)).isEqualTo(2);
        assertThat(partitions(Topics.LEDGER)).isEqualTo(2);

        new TopicSetup(settings(9)).run(admin);
        assertThat(partitions("calls.low")).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            calls.low       | retention.ms    | 604800000 | drops records by age
            calls.scheduled | retention.bytes | 1000000   | drops records by size
            calls.callbacks | cleanup.policy  | compact   | is compacted
            calls.urgent    | unclean.leader.election.enable | true | allows unclean leader election
            calls.events    | unclean.leader.election.enable | true | allows unclean leader election
            """)
    void a_topic_that_could_lose_a_call_is_refused(String topic, String setting, String value, String reason)
            throws ExecutionException, InterruptedException {
        new TopicSetup(settings).run(admin);
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(Type.TOPIC, topic),
                List.of(new AlterConfigOp(new ConfigEntry(setting, value), OpType.SET)))).all().get();
        // The controller has it; the broker that is asked learns of it a moment later
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions()
                .until(() -> topics().contains(topic) && value.equals(config(topic, setting)));
        assertThatIllegalStateException().isThrownBy(() -> new TopicSetup(settings).run(admin))
                .withMessageContaining(topic).withMessageContaining(reason);
    }

    /** Whatever the broker's own setting: the folder of a ledger that missed it would have the call for good. */
    @Test
    void that_a_call_was_forgotten_is_told_for_a_day() throws ExecutionException, InterruptedException {
        new TopicSetup(settings).run(admin);
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
            ConfigEntry kept = entry(Topics.LEDGER, "delete.retention.ms");
            assertThat(kept.value()).isEqualTo("86400000");
            assertThat(kept.source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
        });
    }

    @Test
    void three_replicas_of_which_one_is_enough_for_an_ack_are_refused() {
        assertThatIllegalStateException().isThrownBy(() -> TopicSetup.checkAcks("calls.low", 3, insync("1")))
                .withMessageContaining("min.insync.replicas below 2");
        TopicSetup.checkAcks("calls.low", 3, insync("2"));
        TopicSetup.checkAcks("calls.low", 1, insync("1"));
    }

    private String config(String topic, String setting) throws ExecutionException, InterruptedException {
        return entry(topic, setting).value();
    }

    private ConfigEntry entry(String topic, String setting) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().values().iterator().next().get(setting);
    }

    private static Config insync(String replicas) {
        return new Config(List.of(new ConfigEntry("min.insync.replicas", replicas),
                new ConfigEntry("unclean.leader.election.enable", "false")));
    }

    @Test
    void impossible_settings_are_refused_with_a_sentence() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(0)).withMessageContaining("KAFKA_PARTITIONS");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KafkaSettings("x:1", 1, (short) 0, Duration.ofSeconds(10)))
                .withMessageContaining("KAFKA_REPLICATION");
    }
}
