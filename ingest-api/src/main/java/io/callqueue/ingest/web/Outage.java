package io.callqueue.ingest.web;

import java.util.concurrent.Callable;

import io.lettuce.core.RedisException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;

/** What a client is told while Kafka or Redis are away: come again. */
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private Outage() {}

    static ResponseEntity<byte[]> guarded(Callable<ResponseEntity<byte[]>> steps) throws Exception {
        try {
            return steps.call();
        } catch (KafkaException e) {
            LOG.warn("Kafka did not ack: {}", e.toString());
            return Problem.overloaded("Kafka did not take it in time: ask again in a few seconds").answer();
        } catch (RedisException e) {
            LOG.warn("Redis did not answer: {}", e.toString());
            return Problem
                    .overloaded("Redis does not answer, and the calls' states are there: ask again in a few seconds")
                    .answer();
        }
    }
}
