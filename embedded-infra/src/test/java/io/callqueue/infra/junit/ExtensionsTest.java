package io.callqueue.infra.junit;

import java.io.IOException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.infra.kafka.Topic;
import io.callqueue.infra.redis.Wire;

import static org.assertj.core.api.Assertions.assertThat;

class ExtensionsTest {

    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();

    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();

    @BeforeAll
    static void set_up() throws IOException {
        kafka.deleteTopics();
        kafka.createTopics(2, "calls");
        ask("SET greeting hello");
    }

    @Test
    void parameters_and_static_fields_name_the_same_servers(KafkaAddress kafkaAddress, RedisAddress redisAddress) {
        assertThat(kafkaAddress).isEqualTo(kafka.address());
        assertThat(redisAddress).isEqualTo(redis.address());
    }

    @Test
    void a_created_topic_carries_records() throws Exception {
        var topic = new Topic(kafka.bootstrapServers(), "calls");
        topic.send("one");
        assertThat(topic.receive("readers", 1)).containsExactly("one");
    }

    @Nested
    class Inside {

        @Test
        void a_nested_class_finds_what_its_outer_class_set_up() throws IOException {
            assertThat(ask("GET greeting")).isEqualTo("hello");
        }
    }

    private static String ask(String command) throws IOException {
        return Wire.ask(redis.address().host(), redis.address().port(), command);
    }
}
