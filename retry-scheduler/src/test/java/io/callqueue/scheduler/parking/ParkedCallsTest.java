package io.callqueue.scheduler.parking;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Moves;
import io.callqueue.call.Order;
import io.callqueue.codec.Json;
import io.callqueue.control.Stop;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.CallRequest;
import io.callqueue.scheduler.Pod;
import io.callqueue.scheduler.Scene;
import io.callqueue.store.CampaignCounts;
import io.callqueue.topic.Topics;

import static io.callqueue.scheduler.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;

/** What a retry-scheduler does with parked calls, on a real Kafka and a real Redis. */
class ParkedCallsTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final String PAUSED = "{\"schema_version\":1,\"paused\":true}";
    static Scene scene;
    static Pod pod;
    private final String campaign = "campaign-" + Scene.newId();

    @BeforeAll
    static void start() throws InterruptedException {
        scene = Scene.set(kafka, redis.uri());
        pod = scene.pod("--PARKED_LOOK_INTERVAL=" + LOOK.toMillis() + "ms", "--TIMER_BATCH=3");
    }

    @AfterAll
    static void stop() {
        pod.close();
        scene.close();
    }

    @BeforeEach
    void nothingIsStopped() {
        scene.connections().redis().del("stops:{admission}").toCompletableFuture().join();
    }

    private void set(String json) {
        scene.connections().redis().hset("campaigns:{admission}", campaign, json).toCompletableFuture().join();
    }

    /** So many calls of the campaign, created a second apart, parked. */
    private List<CallId> parked(int count) {
        Instant first = Instant.now().minusSeconds(1_000);
        return IntStream.range(0, count).mapToObj(n -> parked(Scene.newId(), first.plusSeconds(n), Optional.empty()))
                .toList();
    }

    private CallId parked(CallId id, Instant createdAt, Optional<Instant> expiresAt) {
        String json = Json.text(Map.of("phone_number", "+919123456789", "campaign_id", campaign, "custom_call_id",
                id.value()));
        CallRequest request = Scene.parsed(json);
        Call call = Call.created(id, request.order(createdAt), Optional.empty());
        call = expiresAt.map(at -> expiring(request, id, createdAt, at)).orElse(call);
        scene.connections().store().create(call, request).join();
        scene.move(id, (c, now) -> Moves.park(c, 1, now, "the campaign may not go on"));
        return id;
    }

    private static Call expiring(CallRequest request, CallId id, Instant createdAt, Instant at) {
        Order order = request.order(createdAt);
        return Call.created(id, new Order(order.phoneNumber(), order.campaignId(), order.priority(),
                order.maxRetries(), order.ringTimeout(), order.maxDuration(), createdAt, Optional.empty(),
                Optional.of(at), order.requestHash()), Optional.empty());
    }

    private CampaignCounts counts() {
        return scene.connections().store().overview().campaignCounts(campaign).join();
    }

    /** Each shard with parked calls is looked at this often from now on. */
    private void awaitLooks(int times) {
        for (int n = 0; n < times; n++) {
            Set<Double> before = looks();
            await().until(() -> looks().stream().noneMatch(before::contains));
        }
    }

    private Set<Double> looks() {
        return IntStream.range(0, CallId.SHARDS).mapToObj(shard -> scene.connections().redis()
                .zscore("timers:{" + shard + "}", "/" + campaign).toCompletableFuture().join()).filter(at -> at != null)
                .collect(Collectors.toSet());
    }

    private Map<Integer, List<CallId>> recordsByPartition() {
        return scene.records("calls.normal").stream()
                .collect(Collectors.groupingBy(ConsumerRecord::partition,
                        Collectors.mapping(Scene::id, Collectors.toList())));
    }

    private List<CallId> recordsOf(List<CallId> ids) {
        return recordsByPartition().values().stream().flatMap(List::stream).filter(ids::contains).toList();
    }

    @Test
    void calls_of_a_paused_campaign_stay_and_all_come_back_in_order_when_it_goes_on() {
        set(PAUSED);
        List<CallId> ids = parked(60);
        awaitLooks(3);
        assertThat(counts().parked()).isEqualTo(60);
        assertThat(recordsOf(ids)).isEmpty();

        set("{\"schema_version\":1}");

        await().until(() -> recordsOf(ids).size() == 60);
        assertThat(counts()).extracting(CampaignCounts::parked, counts -> counts.of(CallStatus.QUEUED))
                .containsExactly(0L, 60L);
        assertThat(recordsOf(ids)).doesNotHaveDuplicates();
        for (List<CallId> partition : recordsByPartition().values()) {
            List<Integer> shards = partition.stream().filter(ids::contains).map(CallId::shard).distinct().toList();
            shards.forEach(shard -> assertThat(
                    partition.stream().filter(id -> ids.contains(id) && id.shard() == shard).map(ids::indexOf))
                    .isSorted());
        }
        scene.awaitEvents(ids.getFirst(), CallStatus.QUEUED);
        assertThat(Scene.header(scene.awaitRecord("calls.normal", ids.getFirst().value()), "revision")).isEqualTo("3");
    }

    @Test
    void campaign_without_settings_has_all_its_calls_back_though_they_are_more_than_a_batch_of_each_shard() {
        List<CallId> ids = Stream.generate(Scene::newId).filter(id -> id.shard() == 7).limit(20)
                .map(id -> parked(id, Instant.now(), Optional.empty())).toList();
        await().until(() -> recordsOf(ids).size() == 20);
        await().until(() -> looks().isEmpty());
    }

    @Test
    void campaign_with_a_cap_has_as_many_back_as_it_has_slots_left_and_some_to_stand_by_and_no_more_while_they_wait() {
        set("{\"schema_version\":1,\"max_concurrent\":3}");
        List<CallId> ids = parked(20);
        await().until(() -> counts().of(CallStatus.QUEUED) == 6);
        awaitLooks(4);
        assertThat(counts().of(CallStatus.QUEUED)).isEqualTo(6);
        assertThat(recordsOf(ids)).hasSize(6);

        scene.connections().redis().zadd("leases:{admission}:" + campaign, 1.0, "one that lapsed").toCompletableFuture()
                .join();
        scene.connections().redis().zadd("leases:{admission}:" + campaign, Double.POSITIVE_INFINITY, "a lease")
                .toCompletableFuture().join();
        CallId first = recordsOf(ids).getFirst();
        scene.move(first, (call, now) -> Moves.claim(call, 3, now, "pod", "a lease", Duration.ofMinutes(1)));
        awaitLooks(3);
        assertThat(counts().of(CallStatus.QUEUED)).as("its slot is taken").isEqualTo(5);
        scene.connections().redis().del("leases:{admission}:" + campaign).toCompletableFuture().join();
        await().until(() -> counts().of(CallStatus.QUEUED) == 6);
    }

    @Test
    void calls_of_a_stopped_campaign_and_of_a_stopped_account_stay() {
        for (String stop : List.of(Stop.name(Stop.Scope.CAMPAIGN, campaign),
                Stop.name(Stop.Scope.ACCOUNT, Stop.ACCOUNT))) {
            long before = counts().parked();
            scene.connections().redis().hset("stops:{admission}", stop, "{}").toCompletableFuture().join();
            List<CallId> ids = parked(5);
            awaitLooks(3);
            assertThat(counts().parked()).as(stop).isEqualTo(before + 5);
            scene.connections().redis().hdel("stops:{admission}", stop).toCompletableFuture().join();
            await().until(() -> recordsOf(ids).size() == 5);
        }
    }

    @Test
    void call_that_expires_comes_back_though_its_campaign_is_paused() {
        set(PAUSED);
        CallId waiting = parked(1).getFirst();
        CallId expired = parked(Scene.newId(), Instant.now(), Optional.of(Instant.now().plusMillis(300)));
        scene.awaitRecord(Topics.of(scene.call(expired).order().priority()), expired.value());
        assertThat(scene.call(waiting).status()).isEqualTo(CallStatus.DEFERRED);
    }

    @Test
    void settings_that_nobody_can_read_keep_the_calls_parked_and_hold_up_no_others() {
        set("not JSON");
        List<CallId> ids = new ArrayList<>(parked(3));
        awaitLooks(2);
        assertThat(recordsOf(ids)).isEmpty();
        set("{\"schema_version\":1,\"paused\":null}");
        await().until(() -> recordsOf(ids).size() == 3);
    }
}
