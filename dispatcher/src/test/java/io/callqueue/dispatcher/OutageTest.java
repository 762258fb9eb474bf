package io.callqueue.dispatcher;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;
import io.callqueue.control.PlivoHealth;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.infra.kafka.EmbeddedKafka;
import io.callqueue.infra.kafka.KafkaOptions;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.simulator.behavior.Misbehavior;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class OutageTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final String NORMAL = Topics.of(Priority.NORMAL);
    private static final int MANY = 20;
    private final String id = "call-" + UUID.randomUUID();

    @Test
    void without_redis_nothing_is_dialed_and_soon_after_its_return_everything_is() throws InterruptedException {
        try (EmbeddedRedis own = EmbeddedRedis.start(RedisOptions.temporary().withPersistence(true));
                Scene scene = Scene.set(kafka, own.uri(), "--RATE_TOLERANCE=25ms")) {
            CallId before = new CallId(id + "-before");
            scene.produceCall(NORMAL, before);
            scene.awaitStatus(before, CallStatus.DIALING);
            await().until(() -> scene.plivo().witness().placed() == 1);
            own.stop();
            for (int i = 0; i < MANY; i++) {
                scene.produceCall(NORMAL, new CallId(id + "-" + i));
            }
            await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(2))
                    .until(() -> scene.plivo().witness().placed() == 1);
            own.start();
            await().atMost(Duration.ofSeconds(2)).until(() -> scene.plivo().witness().placed() > 1);
            await().until(() -> scene.plivo().witness().placed() == 1 + MANY);
            assertThat(scene.plivo().witness().attemptsPlacedTwice()).isEmpty();
        }
    }

    @Test
    void after_a_crash_of_redis_in_the_middle_of_dials_each_attempt_was_dialed_once_at_most()
            throws InterruptedException {
        try (EmbeddedRedis own = EmbeddedRedis.start(RedisOptions.temporary().withPersistence(true));
                Scene scene = Scene.set(kafka, own.uri(), "--RATE_LIMIT_PER_SECOND=40")) {
            for (int i = 0; i < 2 * MANY; i++) {
                scene.produceCall(NORMAL, new CallId(id + "-" + i));
            }
            await().until(() -> scene.plivo().witness().placed() >= 5);
            own.restart();
            await().atMost(Duration.ofSeconds(25)).until(() -> scene.plivo().witness().placed() == 2 * MANY);
            assertThat(scene.plivo().witness().attemptsPlacedTwice()).isEmpty();
        }
    }

    @Test
    void while_plivo_is_away_calls_wait_in_line_and_few_are_put_in_doubt() throws InterruptedException {
        int failing = 12;
        try (Scene scene = Scene.set(kafka, redis.uri(), "--PLIVO_AWAY_DELAY=4s", "--QUEUE_WORKERS=5")) {
            scene.plivo().misbehave(Misbehavior.refuse(502).next(failing));
            for (int i = 0; i < 3 * MANY; i++) {
                scene.produceCall(NORMAL, new CallId(id + "-" + i));
            }
            PlivoHealth health = new PlivoHealth(scene.connections().redis());
            Optional<String> down = await().until(() -> health.read().join().down(), Optional::isPresent);
            assertThat(down).hasValueSatisfying(why -> assertThat(why).contains("502"));
            assertThat(scene.plivo().witness().dials()).hasSizeLessThanOrEqualTo(10 + 5);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> scene.plivo().witness().placed() == 3 * MANY - failing);
            await().until(() -> health.read().join().up());
        }
    }

    @Test
    void after_a_restart_of_kafka_everything_goes_on() throws InterruptedException {
        try (EmbeddedKafka own = EmbeddedKafka.start(KafkaOptions.temporary());
                Scene scene = Scene.set(own.bootstrapServers(), redis.uri())) {
            CallId before = new CallId(id + "-before");
            scene.produceCall(NORMAL, before);
            scene.awaitStatus(before, CallStatus.DIALING);
            own.restart();
            CallId after = new CallId(id + "-after");
            scene.produceCall(NORMAL, after);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> scene.plivo().witness().placed(after.value(), 1) == 1);
            scene.awaitStatus(after, CallStatus.DIALING);
            assertThat(scene.plivo().witness().attemptsPlacedTwice()).isEmpty();
        }
    }
}
