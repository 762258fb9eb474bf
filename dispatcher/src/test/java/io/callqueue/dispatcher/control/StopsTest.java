package io.callqueue.dispatcher.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Decision;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.control.ControlStore;
import io.callqueue.control.Stop;
import io.callqueue.dispatcher.CompleteRedis;
import io.callqueue.dispatcher.Scene;
import io.callqueue.dispatcher.plivo.CallerNumber;
import io.callqueue.dispatcher.plivo.CallerNumbers;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.kafka.RecordSender;
import io.callqueue.store.RedisConnection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class StopsTest {
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private final MockProducer<byte[], byte[]> producer = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer());

    /** Calls that were dialed from a number that is not configured any more end when its hangups come. */
    @Test
    void it_is_the_number_that_was_dialed_from_which_is_stopped_and_no_other() {
        begin("+14155550199");
        begin("+14155550100");
        assertThat(stopped()).containsExactly("stop:caller_number:+14155550199", "stop:caller_number:+14155550100");
    }

    private void begin(String dialedFrom) {
        try (RedisConnection connection = CompleteRedis.open(redis.uri())) {
            new Stops(new ControlStore(connection.commands()), new RecordSender(producer),
                    CallerNumbers.parse("+14155550100")).begin(Stop.Scope.CALLER_NUMBER, dialed(dialedFrom),
                            Ending.of(NOW, Outcome.STOPPED, "blocked as spam"));
        }
    }

    private static Call dialed(String from) {
        CallId id = new CallId("call-1");
        Call call = Call.created(id, Scene.parsed(Scene.request(id, "+14155550199")).order(NOW), Optional.empty());
        String lease = new CallerNumber(from, Optional.empty()).mark("call-1/1/x#campaign-1");
        return ((Decision.Change) Moves.claim(call, 1, NOW, "pod", lease, Duration.ofMinutes(1))).next();
    }

    private List<String> stopped() {
        return producer.history().stream().map(sent -> new String(sent.key(), UTF_8)).toList();
    }
}
