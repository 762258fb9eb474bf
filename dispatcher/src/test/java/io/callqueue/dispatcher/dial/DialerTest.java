package io.callqueue.dispatcher.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.Bean;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Moves;
import io.callqueue.codec.Json;
import io.callqueue.control.DoNotCall;
import io.callqueue.control.Stop;
import io.callqueue.dispatcher.CompleteRedis;
import io.callqueue.dispatcher.Scene;
import io.callqueue.dispatcher.admission.Admission;
import io.callqueue.dispatcher.admission.Leases;
import io.callqueue.dispatcher.admission.Permit;
import io.callqueue.dispatcher.admission.SendMoment;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.dispatcher.plivo.DialResult;
import io.callqueue.dispatcher.plivo.Plivo;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.simulator.behavior.Fault;
import io.callqueue.simulator.behavior.Misbehavior;
import io.callqueue.store.Epochs;
import io.callqueue.store.RedisConnection;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

class DialerTest {
    private static final String CAMPAIGN = "campaign-1";
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    /** Of these calls Plivo's answer is written down once the test says so. */
    private static final Map<CallId, CompletableFuture<Boolean>> HELD = new ConcurrentHashMap<>();
    /** What happens to these once their intent is in the ledger. */
    private static final Map<CallId, Runnable> INTENDED = new ConcurrentHashMap<>();
    private static Scene scene;
    private final CallId id = new CallId("call-" + UUID.randomUUID());
    private boolean recorded;

    static class Holding {
        @Bean
        Checkpoints checkpoints() {
            return (step, call) -> {
                CompletableFuture<Boolean> written = HELD.get(call);
                if (step == Checkpoints.Step.ANSWERED && written != null) {
                    written.join();
                }
                if (step == Checkpoints.Step.INTENDED) {
                    Optional.ofNullable(INTENDED.remove(call)).ifPresent(Runnable::run);
                }
            };
        }
    }

    @BeforeAll
    static void set() throws InterruptedException {
        kafka.deleteTopics();
        scene = Scene.set(kafka.bootstrapServers(), redis.uri(), List.of(), Holding.class);
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void an_accepted_call_is_dialing_under_its_firm_lease_with_its_intent_in_the_ledger_first() {
        scene.create(id);
        String lease = lease(1);
        dial(1, granted(lease));
        Call call = scene.call(id);
        assertThat(call.status()).isEqualTo(CallStatus.DIALING);
        assertThat(call.attempt().flatMap(Attempt::requestUuid)).isPresent();
        assertThat(scene.isFirm(lease)).isTrue();
        assertThat(scene.plivo().witness().placed(id.value(), 1)).isEqualTo(1);
        await().untilAsserted(
                () -> assertThat(scene.events(id)).extracting(Call::version).containsSubsequence(2L, 3L));
        assertThat(recorded).isTrue();
        await().until(() -> scene.plivo().witness().startCalls(id.value()) == 1);
    }

    @Test
    void a_duplicate_record_dials_nothing_and_gives_its_own_grant_back() {
        Call call = scene.create(id);
        String first = lease(1);
        dial(1, granted(first));
        Permit.Granted second = granted(lease(2), Scene.newNumber());
        scene.part(Dialer.class)
                .dial(new Dial(scene.call(id), scene.call(id).updatedAt(), System.nanoTime(), 1, scene.requestOf(id),
                        second, () -> {}));
        assertThat(scene.isHeld(second.lease())).isFalse();
        assertThat(scene.isFirm(first)).isTrue();
        assertThat(admission().acquire("other/1/x", call.order().phoneNumber(), CAMPAIGN))
                .isEqualTo(new Permit.CalleeBusy());
        assertThat(scene.plivo().witness().placed(id.value(), 1)).isEqualTo(1);
        assertThat(scene.plivo().witness().placedByAttempt(id.value())).hasSize(1);
    }

    @Test
    void a_duplicate_whose_permit_took_the_place_of_the_one_that_claimed_leaves_it_slot_and_number() {
        String number = scene.create(id).order().phoneNumber();
        String first = granted(lease(1)).lease();
        Permit.Granted second = granted(lease(2));
        assertThat(scene.isHeld(first)).isFalse();
        scene.move(id, (call, now) -> Moves.claim(call, 1, now, "pod", first, Duration.ofSeconds(30)));
        dial(1, second);
        assertThat(scene.isHeld(second.lease())).isFalse();
        assertThat(scene.isFirm(first)).isTrue();
        assertThat(admission().acquire("other/1/x", number, CAMPAIGN)).isEqualTo(new Permit.CalleeBusy());
        assertThat(scene.plivo().witness().placedByAttempt(id.value())).isEmpty();
    }

    @Test
    void a_claim_whose_answer_was_lost_is_known_as_ours() {
        scene.create(id);
        Permit.Granted permit = granted(lease(1));
        scene.move(id, (call, now) -> Moves.claim(call, 1, now, "pod", permit.lease(), Duration.ofSeconds(30)));
        dial(1, permit);
        assertThat(scene.plivo().witness().placed(id.value(), 1)).isEqualTo(1);
        assertThat(scene.isFirm(permit.lease())).isTrue();
    }

    /** The ledger was read to its end before the claim's event came, perhaps. */
    @Test
    void a_claim_before_redis_was_made_anew_is_told_again_before_it_is_dialed() {
        long before = scene.create(id).epoch();
        INTENDED.put(id, DialerTest::makeRedisAnew);
        dial(1, granted(lease(1)));
        long inForce = scene.call(id).epoch();
        assertThat(inForce).isGreaterThan(before);
        assertThat(scene.plivo().witness().placed(id.value(), 1)).isEqualTo(1);
        await().untilAsserted(() -> assertThat(scene.events(id)).filteredOn(call -> call.version() == 2)
                .extracting(Call::epoch).contains(before, inForce));
    }

    /** Or the dispatcher does, if it has seen meanwhile that Redis is closed. */
    private static void makeRedisAnew() {
        try (RedisConnection own = CompleteRedis.open(redis.uri())) {
            Epochs epochs = new Epochs(own.unchecked());
            Epochs.Closed closed = epochs.close("test", Instant.now());
            epochs.open(closed.marks(), closed.highestEpoch() + 1);
        }
    }

    /** The ledger was away for so long that the attempt's deadline passed. */
    @Test
    void a_claim_that_took_longer_than_its_deadline_is_not_dialed_and_keeps_its_number_until_that_is_known() {
        scene.create(id);
        Permit.Granted permit = granted(lease(1));
        scene.move(id, (call, now) -> Moves.claim(call, 1, now, "pod", permit.lease(), Duration.ofSeconds(30)));
        scene.move(id, (call, now) -> Moves.doubt(call, 1, now, now.plusSeconds(30)));
        dial(1, permit);
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.DEFERRED);
        assertThat(scene.call(id).error()).contains("its claim took longer than the attempt's deadline");
        assertThat(scene.isHeld(permit.lease())).isFalse();
        assertThat(scene.plivo().witness().placedByAttempt(id.value())).isEmpty();
    }

    @Test
    void a_call_cancelled_before_its_claim_was_known_is_not_dialed() {
        scene.create(id);
        Permit.Granted permit = granted(lease(1));
        scene.move(id, (call, now) -> Moves.claim(call, 1, now, "pod", permit.lease(), Duration.ofSeconds(30)));
        scene.move(id, Moves::cancel);
        dial(1, permit);
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.CANCELLED);
        assertThat(scene.isHeld(permit.lease())).isFalse();
        assertThat(scene.plivo().witness().placedByAttempt(id.value())).isEmpty();
    }

    @Test
    void a_number_listed_after_its_permit_is_not_dialed_at_a_later_moment() {
        String number = scene.create(id).order().phoneNumber();
        Permit.Granted permit = granted(lease(1));
        scene.control(DoNotCall.key(number),
                Json.bytes(DoNotCall.of(number, Optional.empty(), scene.call(id).updatedAt())));
        long past = System.nanoTime() - 1_000_000_000;
        dial(1, new Permit.Granted(permit.lease(), new SendMoment(permit.moment().redisMicros(), past, past)));
        Call call = scene.call(id);
        assertThat(call.status()).isEqualTo(CallStatus.DEFERRED);
        assertThat(scene.isHeld(permit.lease())).isFalse();
        assertThat(scene.plivo().witness().placedByAttempt(id.value())).isEmpty();
    }

    @Test
    void a_lapsed_permit_asks_again() {
        scene.create(id);
        String lease = lease(1);
        dial(1, new Permit.Granted(lease, new SendMoment(7, System.nanoTime(), System.nanoTime() + 1_000_000_000)));
        assertThat(scene.isFirm(lease)).isTrue();
        assertThat(scene.plivo().witness().placed(id.value(), 1)).isEqualTo(1);
    }

    @Test
    void a_call_cancelled_while_it_asks_for_another_permit_is_not_dialed() {
        scene.create(id);
        String lease = lease(1);
        scene.move(id, (call, now) -> Moves.claim(call, 1, now, "pod", lease, Duration.ofSeconds(30)));
        scene.part(Dialer.class)
                .dial(new Dial(scene.call(id), scene.call(id).updatedAt(), System.nanoTime(), 1, scene.requestOf(id),
                        new Permit.Granted(lease, new SendMoment(7, 0, 1)), () -> scene.move(id, Moves::cancel)));
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.CANCELLED);
        assertThat(scene.isHeld(lease)).isFalse();
        assertThat(scene.plivo().witness().placedByAttempt(id.value())).isEmpty();
    }

    @Test
    void a_missed_moment_is_replaced_by_another_one() {
        scene.create(id);
        Permit.Granted permit = granted(lease(1));
        long free = redisMicros() + 80_000;
        scene.connections().redis().zadd("send-moments:{admission}", free + 1_000_000, String.valueOf(free))
                .toCompletableFuture().join();
        dial(1, new Permit.Granted(permit.lease(), new SendMoment(7, System.nanoTime() - 2, System.nanoTime() - 1)));
        assertThat(scene.plivo().witness().dials()).filteredOn(dial -> dial.callId().equals(id.value())).singleElement()
                .satisfies(dial -> assertThat(dial.at() / 1_000).as("at its new moment, by clocks 2 ms apart at most")
                        .isGreaterThan(free - 2_000));
    }

    @Test
    void nothing_leaves_after_the_last_moment_of_the_attempt_though_its_send_moment_is_good() {
        Call call = scene.create(id);
        Permit.Granted permit = granted(lease(1));
        Sending sending = new Sending(scene.part(Plivo.class), admission(), scene.part(Outage.class), System::nanoTime);
        long now = System.nanoTime();
        DialResult result = sending.send(permit.lease(), scene.part(DialOrders.class).order(call.id(), 1,
                scene.requestOf(id), "+14155550100"), new SendMoment(7, now + 100_000_000, now + 60_000_000_000L),
                now + 50_000_000, () -> false); // asked before it gets a nearer one
        assertThat(result).isInstanceOf(DialResult.Missed.class);
        assertThat(scene.plivo().witness().placedByAttempt(id.value())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"400, FAILED, 0", "401, DEFERRED, 0", "402, DEFERRED, 0", "403, FAILED, 0"})
    void a_refused_call_gives_its_lease_back(int status, CallStatus becomes, int retries) {
        Call call = scene.create(id);
        String lease = lease(1);
        scene.plivo().misbehave(Misbehavior.refuse(status).onNumber(call.order().phoneNumber()));
        dial(1, granted(lease));
        assertThat(scene.call(id).status()).isEqualTo(becomes);
        assertThat(scene.call(id).retries()).isEqualTo(retries);
        assertThat(scene.call(id).attempt().flatMap(Attempt::ending)).isPresent();
        assertThat(scene.isHeld(lease)).isFalse();
        scene.resume(Stop.Scope.ACCOUNT, Stop.ACCOUNT);
    }

    @Test
    void an_account_limit_is_retried_without_using_up_a_retry() {
        Call call = scene.create(id);
        scene.plivo().misbehave(Misbehavior.refuseByConcurrency().onNumber(call.order().phoneNumber()));
        String lease = lease(1);
        dial(1, granted(lease));
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.RETRYING);
        assertThat(scene.call(id).retries()).isZero();
        assertThat(scene.isHeld(lease)).isFalse();
    }

    @Test
    void too_many_requests_are_sent_again_a_few_times_and_then_wait() {
        Call call = scene.create(id);
        scene.plivo().misbehave(Misbehavior.refuse(429).next(2).onNumber(call.order().phoneNumber()));
        dial(1, granted(lease(1)));
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.DIALING);
        assertThat(scene.plivo().witness().placed(id.value(), 1)).isEqualTo(1);
        CallId other = new CallId(id + "-b");
        Call second = scene.create(other);
        scene.plivo().misbehave(Misbehavior.refuse(429).next(3).onNumber(second.order().phoneNumber()));
        String lease = other + "/1/x";
        Permit.Granted permit = granted(lease, second.order().phoneNumber());
        scene.part(Dialer.class).dial(new Dial(scene.call(other), scene.call(other).updatedAt(), System.nanoTime(), 1,
                scene.requestOf(other), permit, () -> {}));
        assertThat(scene.call(other).status()).isEqualTo(CallStatus.DEFERRED);
        assertThat(scene.isHeld(lease)).isFalse();
        assertThat(scene.plivo().witness().placedByAttempt(other.value())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCEPT_THEN_RESET", "REFUSE_BY_RESET", "UNREADABLE_ACCEPT"})
    void a_call_in_doubt_is_unknown_and_keeps_its_lease(Fault fault) {
        Call call = scene.create(id);
        scene.plivo().misbehave(Misbehavior.of(fault).onNumber(call.order().phoneNumber()));
        String lease = lease(1);
        dial(1, granted(lease));
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.UNKNOWN);
        assertThat(scene.call(id).attempt().flatMap(Attempt::ending)).isEmpty();
        assertThat(scene.isFirm(lease)).isTrue();
        assertThat(scene.plivo().witness().dials()).filteredOn(dial -> dial.callId().equals(id.value())).hasSize(1);
    }

    @Test
    void an_accept_after_the_attempt_was_believed_lost_takes_its_lease_again() {
        scene.create(id);
        String lease = lease(1);
        dialWhile(granted(lease), () -> {
            scene.move(id, (c, now) -> Moves.doubt(c, 1, now, now));
            scene.move(id, (c, now) -> Moves.missing(c, 1, now, Duration.ZERO));
            scene.move(id, (c, now) -> Moves.missing(c, 1, now, Duration.ZERO));
            leases().release(scene.call(id));
        });
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.DIALING);
        assertThat(scene.isFirm(lease)).isTrue();
    }

    @Test
    void a_call_cancelled_after_it_left_is_hung_up_when_plivo_accepts_it() {
        scene.create(id);
        dialWhile(granted(lease(1)), () -> scene.move(id, Moves::cancel));
        Optional<String> uuid = scene.call(id).attempt().flatMap(Attempt::requestUuid);
        assertThat(scene.plivo().calls()).noneMatch(open -> open.requestUuid().equals(uuid.orElse("")));
    }

    private static long redisMicros() {
        List<String> time = scene.connections().redis().time().toCompletableFuture().join();
        return Long.parseLong(time.get(0)) * 1_000_000 + Long.parseLong(time.get(1));
    }

    private void dial(int revision, Permit.Granted permit) {
        scene.part(Dialer.class).dial(new Dial(scene.call(id), scene.call(id).updatedAt(), System.nanoTime(), revision,
                scene.requestOf(id), permit, () -> recorded = true));
    }

    /** Dials, and does this while Plivo has the call and its answer is not written down yet. */
    private void dialWhile(Permit.Granted permit, Runnable meanwhile) {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        var unused = HELD.put(id, written);
        Thread dialing = Thread.ofVirtual().start(() -> dial(1, permit));
        await().until(() -> scene.plivo().witness().placed(id.value(), 1) == 1);
        meanwhile.run();
        written.complete(true);
        await().until(() -> !dialing.isAlive());
    }

    private String lease(int token) {
        return id + "/1/" + token;
    }

    private Permit.Granted granted(String lease) {
        return granted(lease, scene.call(id).order().phoneNumber());
    }

    private static Permit.Granted granted(String lease, String number) {
        return (Permit.Granted) await().until(() -> admission().acquire(lease, number, CAMPAIGN),
                Permit.Granted.class::isInstance);
    }

    private static Leases leases() {
        return scene.part(Leases.class);
    }

    private static Admission admission() {
        return scene.part(Admission.class);
    }
}
