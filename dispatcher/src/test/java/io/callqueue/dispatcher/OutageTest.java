package io.callqueue.dispatcher;

import java.time.Duration;
import java.util.List;
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
import io.callqueue.simulator.witness.Dial;
import io.callqueue.topic.Topics;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

class OutageTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final String NORMAL = Topics.of(Priority.NORMAL);
    private static final int MANY = 20;
    /** What stands aside as after a bug is looked at again after a minute. */
    private static final Duration SOON = Duration.ofSeconds(30);
    private final String id = "call-" + UUID.randomUUID();

    @Test
    void without_redis_nothing_is_dialed_and_soon_after_its_return_everything_is() throws InterruptedException {
        try (EmbeddedRedis own = EmbeddedRedis.start(RedisOptions.temporary().withPersistence(true));
                Scene scene = Scene.set(kafka, own.uri())) {
            CallId before = new CallId(id + "-before");
            scene.produceCall(NORMAL, before);
            scene.awaitStatus(before, CallStatus.DIALING);
            await().until(() -> scene.plivo().witness().placed() == 1);
            own.stop();
            for (int i = 0; i < MANY; i++) {
                scene.produceCall(NORMAL, new CallId(id + "-" + i));
            }
            await().during(Duration.ofSeconds(1)).until(() -> scene.plivo().witness().placed() == 1);
            own.start();
            await().atMost(SOON).until(() -> scene.plivo().witness().placed() > 1);
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
            await().until(() -> scene.plivo().witness().placed() == 2 * MANY);
            assertThat(scene.plivo().witness().attemptsPlacedTwice()).isEmpty();
        }
    }

    @Test
    void while_plivo_is_away_calls_wait_in_line_and_few_are_put_in_doubt() throws InterruptedException {
        int failures = 10; // after which nothing is dialed for a while
        int workers = 5;
        Duration pause = Duration.ofSeconds(4);
        try (Scene scene = Scene.set(kafka, redis.uri(), "--PLIVO_AWAY_DELAY=" + pause.toMillis() + "ms",
                "--QUEUE_WORKERS=" + workers)) {
            scene.plivo().misbehave(Misbehavior.refuse(502).withProbability(1));
            for (int i = 0; i < 3 * MANY; i++) {
                scene.produceCall(NORMAL, new CallId(id + "-" + i));
            }
            PlivoHealth health = new PlivoHealth(scene.connections().redis());
            Optional<String> down = await().until(() -> health.read().join().down(), Optional::isPresent);
            assertThat(down).hasValueSatisfying(why -> assertThat(why).contains("502"));
            scene.plivo().behavior(away -> away.withMisbehavior());
            await().until(() -> scene.plivo().witness().dials().size() == 3 * MANY);
            List<Dial> dials = scene.plivo().witness().dials();
            assertThat(dials.getLast().placed()).isTrue();
            assertThat(dials.get(failures + workers).at() - dials.get(failures - 1).at())
                    .as("nanoseconds in which nothing was dialed but what was on its way")
                    .isGreaterThan(pause.minusMillis(100).toNanos());
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
            await().until(() -> scene.plivo().witness().placed(after.value(), 1) == 1);
            scene.awaitStatus(after, CallStatus.DIALING);
            assertThat(scene.plivo().witness().attemptsPlacedTwice()).isEmpty();
        }
    }
}
