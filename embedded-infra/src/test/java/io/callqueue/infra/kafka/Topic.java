package io.callqueue.infra.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic as the tests use it: texts in, texts out. */
public record Topic(String bootstrapServers, String name) {

    public static Topic create(String bootstrapServers, String name) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty()))).all().get();
        }
        return new Topic(bootstrapServers, name);
    }

    public void send(String text) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(name, text)).get();
        }
    }

    /** What a new member of the group gets until the wanted number of texts is there, or a minute is over. */
    public List<String> receive(String group, int wanted) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "group.id", group,
                "auto.offset.reset", "earliest");
        var texts = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(name));
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (texts.size() < wanted && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(found -> texts.add(found.value()));
            }
            consumer.commitSync();
        }
        return texts;
    }
}
