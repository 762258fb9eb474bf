package io.callqueue.scheduler;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.CallId;
import io.callqueue.call.Priority;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.topic.Topics;

import static io.callqueue.scheduler.Scene.await;

class RedisOutageTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();

    @Test
    void timers_and_registration_go_on_by_themselves_when_redis_is_back() throws InterruptedException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.temporary().withPersistence(true));
                Scene scene = Scene.set(kafka, redis.uri());
                Pod pod = scene.pod()) {
            await().until(() -> pod.shards().size() == CallId.SHARDS);
            CallId known = Scene.newId();
            scene.create(known, Priority.NORMAL, Optional.of(Instant.now().plusMillis(500)));
            redis.stop();
            CallId unknown = Scene.newId();
            scene.produce(Topics.SCHEDULED, unknown.value(), Scene.request(unknown, Priority.LOW, Optional.empty()));
            redis.start();

            scene.awaitRecord("calls.normal", known.value());
            scene.awaitRecord("calls.low", unknown.value());
        }
    }
}
