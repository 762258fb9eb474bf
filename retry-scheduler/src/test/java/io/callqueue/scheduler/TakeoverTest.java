package io.callqueue.scheduler;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.CallId;
import io.callqueue.call.Priority;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;

import static io.callqueue.scheduler.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;

class TakeoverTest {
    private static final List<Integer> ALL = IntStream.range(0, CallId.SHARDS).boxed().toList();
    private static final String HEAR_OF_EACH_OTHER_SOON = "--KAFKA_SESSION_TIMEOUT=2s";
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();

    @Test
    void two_pods_share_the_shards_and_one_takes_over_those_of_the_other() throws InterruptedException {
        try (Scene scene = Scene.set(kafka, redis.uri()); Pod stays = scene.pod(HEAR_OF_EACH_OTHER_SOON)) {
            try (Pod goes = scene.pod(HEAR_OF_EACH_OTHER_SOON)) {
                await().untilAsserted(() -> {
                    assertThat(stays.shards()).hasSize(32);
                    assertThat(Stream.concat(stays.shards().stream(), goes.shards().stream()))
                            .containsExactlyInAnyOrderElementsOf(ALL);
                });
            }
            await().untilAsserted(() -> assertThat(stays.shards()).isEqualTo(ALL));
            List<CallId> ids = ALL.stream().map(number -> Scene.newId()).toList();
            ids.forEach(id -> scene.create(id, Priority.NORMAL, Optional.of(Instant.now())));

            await().untilAsserted(() -> assertThat(scene.records("calls.normal").stream()
                    .map(Scene::id))
                    .containsExactlyInAnyOrderElementsOf(ids));
        }
    }
}
