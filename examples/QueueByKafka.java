import java.util.Map;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Queues one call by writing its record: the topic is its priority, the key its id, the value the same JSON as by REST. */
class QueueByKafka {
    public static void main(String[] args) throws Exception {
        String id = "by-kafka-1";
        String request = """
                {"phone_number": "+14155550142", "campaign_id": "welcome", "custom_call_id": "%s", "call_config": {"variables": {"name": "Ada"}}}
                """.formatted(id);
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092", ProducerConfig.ACKS_CONFIG, "all");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            var written = producer.send(new ProducerRecord<>("calls.high", id, request)).get();
            System.out.println("call " + id + " is record " + written.offset() + " of " + written.topic() + "-" + written.partition());
        }
    }
}
