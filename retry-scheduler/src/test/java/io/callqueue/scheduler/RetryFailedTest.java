package io.callqueue.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;
import io.callqueue.call.Reschedule;
import io.callqueue.call.Verdict;
import io.callqueue.codec.Json;
import io.callqueue.control.CampaignKey;
import io.callqueue.control.CampaignSetting;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.Cancellation;
import io.callqueue.control.ControlStore;
import io.callqueue.control.RetryFailed;
import io.callqueue.event.CallEvent;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.CallRequest;
import io.callqueue.scheduler.audit.Audit;
import io.callqueue.store.CallStore;
import io.callqueue.store.CallWalk;
import io.callqueue.store.CampaignWalk;
import io.callqueue.topic.CallRecord;
import io.callqueue.topic.Topics;

import static io.callqueue.scheduler.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;

/** New calls are made in the place of a campaign's failed ones, each once. */
class RetryFailedTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(60);
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private final String mine = "mine-" + UUID.randomUUID();
    private Scene scene;
    private CallStore store;
    private ControlStore control;
    private long offset;

    @BeforeEach
    void set() throws InterruptedException {
        redis.flush();
        scene = Scene.set(kafka, redis.uri());
        store = scene.connections().store();
        control = new ControlStore(scene.connections().redis());
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void each_failed_call_of_the_campaign_is_made_anew_and_no_other() {
        Call busy = failed(mine, Outcome.BUSY);
        Call unanswered = failed(mine, Outcome.NO_ANSWER);
        Call completed = ended(newId(), mine, Outcome.ANSWERED, new Verdict.Complete());
        Call others = failed("other", Outcome.BUSY);
        Call waiting = create(newId(), mine, Map.of());
        retry(Optional.empty());
        try (Pod pod = scene.pod()) {
            awaitMade(pod);
            assertThat(Stream.of(busy, unanswered)).allSatisfy(old -> {
                Call made = scene.call(readable(old));
                assertThat(made.order().retryOf()).contains(old.id());
                assertThat(made.order().phoneNumber()).isEqualTo(old.order().phoneNumber());
                assertThat(scene.call(old.id())).isEqualTo(old);
                var found = scene.awaitRecord(Topics.of(Priority.NORMAL), made.id().value());
                assertThat(CallRecord.revision(found)).contains(scene.call(made.id()).revision());
                assertThat(scene.records(Topics.EVENTS, made.id().value()))
                        .extracting(event -> Json.read(event.value(), CallEvent.class))
                        .allSatisfy(event -> assertThat(event.call().order().retryOf()).contains(old.id()))
                        .anySatisfy(event -> assertThat(event.request()).isPresent());
            });
            assertThat(Stream.of(completed, others, waiting))
                    .allSatisfy(call -> assertThat(scene.isKnown(readable(call))).isFalse());
            assertCounts(2, 6);
        }
    }

    @Test
    void only_calls_with_the_wanted_outcome_are_made_anew() {
        Call busy = failed(mine, Outcome.BUSY);
        Call unanswered = failed(mine, Outcome.NO_ANSWER);
        retry(Optional.of(Outcome.NO_ANSWER));
        try (Pod pod = scene.pod()) {
            awaitMade(pod);
            assertThat(scene.isKnown(readable(unanswered))).isTrue();
            assertThat(scene.isKnown(readable(busy))).isFalse();
        }
    }

    @Test
    void asked_for_again_no_call_is_made_twice_and_a_retry_that_failed_is_made_anew_in_its_turn() {
        Call old = failed(mine, Outcome.BUSY);
        retry(Optional.empty());
        try (Pod pod = scene.pod()) {
            awaitMade(pod);
            scene.awaitRecord(Topics.of(Priority.NORMAL), readable(old).value());
            retry(Optional.of(Outcome.BUSY));
            retry(Optional.empty());
            awaitMade(pod);
            assertThat(total()).isEqualTo(2);
            end(scene.call(readable(old)), Outcome.BUSY, new Verdict.Fail());
            retry(Optional.empty());
            awaitMade(pod);
            CallId second = new CallId(old.id() + ".r2");
            assertThat(scene.call(second).order().retryOf()).contains(readable(old));
            assertThat(total()).isEqualTo(3);
            assertThat(scene.records(Topics.of(Priority.NORMAL), readable(old).value())).hasSize(1);
        }
    }

    @Test
    void a_scheduler_that_died_in_the_middle_of_a_step_makes_none_twice_and_loses_no_event() {
        List<Call> old = IntStream.range(0, 40).mapToObj(n -> failed(mine, Outcome.BUSY)).toList();
        RetryFailed wish = retry(Optional.empty());
        CampaignWalk walk = new CampaignWalk(scene.connections().redis(), CampaignWalk.Route.FAILED);
        CampaignWalk.Order order = new CampaignWalk.Order(wish.name(), mine, Json.text(wish));
        List<CallId> taken = IntStream.range(0, CallId.SHARDS)
                .mapToObj(shard -> walk.next(shard, order, 0).join().calls()).flatMap(List::stream).toList();
        assertThat(taken).hasSize(40);
        taken.stream().limit(20).forEach(id -> { // created, and died before the event
            CallRequest request = store.details().request(id).join().orElseThrow().again(Priority.NORMAL);
            store.create(Call.created(new CallId(id + ".r1"), request.order(wish.requestedAt()).inPlaceOf(id),
                    Optional.of(wish.requestedAt())), request).join();
        });
        try (Pod pod = scene.pod()) {
            awaitMade(pod);
            assertThat(old).allSatisfy(call -> {
                scene.awaitRecord(Topics.of(Priority.NORMAL), readable(call).value());
                assertThat(scene.records(Topics.EVENTS, readable(call).value()).stream()
                        .map(found -> Json.read(found.value(), CallEvent.class))
                        .filter(event -> event.request().isPresent())).isNotEmpty();
            });
            assertCounts(40, 80);
        }
    }

    @Test
    void it_goes_on_after_a_restart() {
        List<Call> old = IntStream.range(0, 1000).mapToObj(n -> failed(mine, Outcome.BUSY)).toList();
        retry(Optional.empty());
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> pod.shards().size() == CallId.SHARDS);
            await().atMost(SOON).pollInterval(Duration.ofMillis(2)).until(() -> total() > 1000);
        }
        try (Pod pod = scene.pod()) {
            awaitMade(pod);
            assertThat(old).allSatisfy(call -> assertThat(scene.isKnown(readable(call))).isTrue());
            assertCounts(1000, 2000);
        }
    }

    @Test
    void of_a_campaign_that_was_cancelled_since_none_is_made_also_after_its_resume() {
        Call old = failed(mine, Outcome.BUSY);
        retry(Optional.empty());
        Instant before = Instant.now().plusMillis(1);
        put(new Cancellation(before, false, true));
        try (Pod pod = scene.pod()) {
            awaitMade(pod);
            assertThat(scene.isKnown(readable(old))).isFalse();
            await().until(() -> Instant.now().isAfter(before.plusMillis(2)));
            retry(Optional.empty());
            awaitMade(pod);
            assertThat(scene.isKnown(readable(old))).isTrue();
        }
    }

    @Test
    void what_fails_after_the_request_is_not_made_anew() {
        RetryFailed wish = RetryFailed.of(mine, Instant.now().minusSeconds(60), Optional.empty());
        Call old = failed(mine, Outcome.BUSY);
        put(wish);
        try (Pod pod = scene.pod()) {
            awaitMade(pod);
            assertThat(scene.isKnown(readable(old))).isFalse();
        }
    }

    @Test
    void an_id_that_is_somebody_else_s_or_too_long_is_not_taken() {
        Call old = failed(mine, Outcome.BUSY);
        create(readable(old), mine, Map.of());
        Call stranger = scene.call(readable(old));
        Call longName = failed(new CallId("x".repeat(86) + newId()), mine, Outcome.BUSY);
        assertThat(longName.id().value().length()).isGreaterThan(125);
        retry(Optional.empty());
        try (Pod pod = scene.pod()) {
            awaitMade(pod);
            retry(Optional.empty());
            awaitMade(pod);
            assertThat(scene.call(stranger.id())).isEqualTo(stranger);
            List<Call> made = all().stream().filter(call -> call.order().retryOf().isPresent()).toList();
            assertThat(made).extracting(call -> call.order().retryOf().orElseThrow())
                    .containsExactlyInAnyOrder(old.id(), longName.id());
            assertThat(made).allSatisfy(call -> assertThat(call.id().value()).startsWith("retry-"));
        }
    }

    @Test
    void what_was_changed_of_the_call_and_its_expiry_hold_for_the_new_one_and_its_time_does_not() {
        Instant expires = Instant.now().plus(LONG).truncatedTo(ChronoUnit.MILLIS);
        Call old = create(newId(), mine, Map.of("expires_at", expires.toString(), "max_retries", 7));
        scene.move(old.id(), (call, now) -> Moves.reschedule(call, 1, now,
                new Reschedule(Optional.empty(), Optional.of(Priority.HIGH))));
        scene.move(old.id(), (call, now) -> Moves.reschedule(call, 2, now,
                new Reschedule(Optional.of(Instant.now().minusSeconds(5)), Optional.empty())));
        store.fireDue(old.id().shard(), 10, LONG, LONG, LONG).join();
        end(scene.call(old.id()), Outcome.BUSY, new Verdict.Fail());
        RetryFailed wish = retry(Optional.empty());
        try (Pod pod = scene.pod()) {
            awaitMade(pod);
            scene.awaitRecord(Topics.of(Priority.HIGH), readable(old).value());
            Call made = scene.call(readable(old));
            assertThat(made.order().priority()).isEqualTo(Priority.HIGH);
            assertThat(made.order().expiresAt()).contains(expires);
            assertThat(made.order().maxRetries()).isEqualTo(7);
            assertThat(made.order().scheduledAt()).isEmpty();
            assertThat(made.order().createdAt()).isEqualTo(wish.requestedAt());
            assertThat(made.attempt()).isEmpty();
        }
    }

    private static CallId readable(Call old) {
        return new CallId(old.id() + ".r1");
    }

    private static CallId newId() {
        return Scene.newId();
    }

    private Call failed(String campaign, Outcome outcome) {
        return failed(newId(), campaign, outcome);
    }

    private Call failed(CallId id, String campaign, Outcome outcome) {
        return ended(id, campaign, outcome, new Verdict.Fail());
    }

    private Call ended(CallId id, String campaign, Outcome outcome, Verdict verdict) {
        return end(create(id, campaign, Map.of()), outcome, verdict);
    }

    private Call end(Call call, Outcome outcome, Verdict verdict) {
        scene.move(call.id(), (c, now) -> Moves.claim(c, c.revision(), now, "pod", "lease", LONG));
        return scene.move(call.id(), (c, now) -> Moves.end(c, c.attemptNumber(), now,
                Ending.of(now, outcome, "in a test"), Optional.empty(), verdict));
    }

    private Call create(CallId id, String campaign, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(more);
        fields.putAll(Map.of("phone_number", "+919123456789", "campaign_id", campaign, "custom_call_id", id.value()));
        CallRequest request = Scene.parsed(Json.text(fields));
        return store.create(Call.created(id, request.order(Instant.now()), Optional.empty()), request).join().call();
    }

    private RetryFailed retry(Optional<Outcome> outcome) {
        Instant after = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1); // what failed in this millisecond has failed
        return put(RetryFailed.of(mine, after, outcome));
    }

    private RetryFailed put(RetryFailed wish) {
        control.apply(wish.key(), offset++, Optional.of(Json.bytes(wish))).join();
        return wish;
    }

    private void put(Cancellation cancellation) {
        control.apply(new CampaignKey(mine, CampaignSetting.CANCELLED).text(), offset++,
                Optional.of(Json.bytes(CampaignSettings.of(Optional.of(cancellation))))).join();
    }

    private void awaitMade(Pod pod) {
        await().atMost(SOON).until(() -> pod.shards().size() == CallId.SHARDS);
        await().atMost(SOON).until(() -> control.walks().retryingFailed().join().isEmpty());
    }

    private long total() {
        return store.overview().campaignCounts(mine).join().total();
    }

    private void assertCounts(int failed, int total) {
        assertThat(store.overview().campaignCounts(mine).join().of(CallStatus.FAILED)).isEqualTo(failed);
        assertThat(total()).isEqualTo(total);
        assertThat(all().stream().filter(call -> call.order().campaignId().equals(mine))).hasSize(total);
        await().atMost(SOON).untilAsserted(() -> assertThat(new Audit(store,
                new CallWalk(scene.connections().redis()), scene.connections().clients()).run().faults())
                .filteredOn(fault -> fault.toString().contains(".r1")).isEmpty());
    }

    private List<Call> all() {
        CallWalk walk = new CallWalk(scene.connections().redis());
        CallWalk.Page page = walk.first().join();
        Stream<CallId> ids = page.ids().stream();
        while (!page.isLast()) {
            page = walk.from(page.next()).join();
            ids = Stream.concat(ids, page.ids().stream());
        }
        return ids.distinct().map(scene::call).toList();
    }
}
