package io.callqueue.dispatcher.reconcile;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Order;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;
import io.callqueue.dispatcher.plivo.CallerNumber;
import io.callqueue.dispatcher.plivo.DialOrder;
import io.callqueue.dispatcher.plivo.DialResult;
import io.callqueue.dispatcher.plivo.Plivo;
import io.callqueue.dispatcher.plivo.PlivoRecords;
import io.callqueue.dispatcher.plivo.PlivoSettings;
import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.simulator.SimulatorOptions;
import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Ids;
import io.callqueue.simulator.behavior.Lags;
import io.callqueue.simulator.behavior.Limits;
import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.behavior.Spread;
import io.callqueue.tracing.Tracing;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

class LookUpTest {
    private static final String NUMBER = "+14155550101";
    private static final String CALLER = "+14155550100";
    private static final Pace RINGS_FOREVER = Pace.INSTANT.withRing(Spread.of(Duration.ofHours(1)));
    private static final Pace TALKS_FOREVER = Pace.INSTANT.withTalk(Spread.of(Duration.ofHours(1)));
    private PlivoSimulator simulator;
    private Plivo plivo;
    private LookUp lookUp;
    private Instant claimedAt = Instant.now();

    @BeforeEach
    void start() {
        simulator = PlivoSimulator
                .start(SimulatorOptions.defaults().withSeed(42).withBehavior(Behavior.instantAnswers()));
        plivo = new Plivo(new PlivoSettings(simulator.authId(), simulator.authToken(), CALLER,
                simulator.uri().toString(), URI.create("http://127.0.0.1:1"), Duration.ofSeconds(30)),
                new SimpleMeterRegistry(), Tracing.OFF);
        lookUp = new LookUp(new PlivoRecords(plivo), (uuid, lease) -> false,
                lease -> CallerNumber.of(lease).orElse(CALLER), System::nanoTime);
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void a_call_that_plivo_never_got_is_not_found() throws IOException {
        assertThat(byNumber()).isEqualTo(new Finding.NotFound());
        assertThat(byUuid("unknown")).isEqualTo(new Finding.NotFound());
    }

    @Test
    void a_ringing_call_is_live() throws IOException {
        simulator.behavior(b -> b.withPace(RINGS_FOREVER));
        String uuid = dial();
        assertThat(byUuid(uuid)).isEqualTo(new Finding.Live(uuid, false));
        assertThat(byNumber()).isEqualTo(new Finding.Live(uuid, false));
    }

    @Test
    void a_talking_call_is_live_and_answered() {
        simulator.behavior(b -> b.withPace(TALKS_FOREVER));
        String uuid = dial();
        await().untilAsserted(() -> assertThat(byUuid(uuid)).isEqualTo(new Finding.Live(uuid, true)));
        await().untilAsserted(() -> assertThat(byNumber()).isEqualTo(new Finding.Live(uuid, true)));
    }

    @Test
    void a_call_that_plivo_queues_is_queued() throws IOException {
        simulator.behavior(b -> b.withLimits(Limits.NONE.withCallsPerSecond(0.01)).withPace(TALKS_FOREVER));
        dial("+14155550999");
        String uuid = dial();
        assertThat(byUuid(uuid)).isEqualTo(new Finding.Queued(uuid));
        assertThat(byNumber()).isEqualTo(new Finding.Queued(uuid));
    }

    @Test
    void a_call_that_is_over_is_told_by_its_record() {
        String uuid = dial();
        await().untilAsserted(() -> assertThat(byUuid(uuid)).isInstanceOfSatisfying(Finding.Over.class,
                over -> assertThat(over.hangupCode()).isEqualTo(4000)));
        await().untilAsserted(() -> assertThat(byNumber()).isInstanceOfSatisfying(Finding.Over.class,
                over -> assertThat(over.uuid()).isEqualTo(uuid)));
    }

    @Test
    void while_plivos_lists_lag_the_call_is_not_found_and_then_it_is() throws IOException {
        simulator.behavior(b -> b.withPace(TALKS_FOREVER).withLags(Lags.NONE.withList(Duration.ofHours(1))));
        String uuid = dial();
        assertThat(byNumber()).isEqualTo(new Finding.NotFound());
        simulator.behavior(b -> b.withLags(Lags.NONE));
        await().untilAsserted(() -> assertThat(byNumber()).isEqualTo(new Finding.Live(uuid, true)));
    }

    @Test
    void a_call_that_goes_by_another_uuid_than_its_request_is_found_by_its_number() throws IOException {
        simulator.behavior(b -> b.withPace(RINGS_FOREVER).withIds(Ids.PLAIN.withCallUuidDiffers(true)));
        String requestUuid = dial();
        assertThat(byUuid(requestUuid)).isInstanceOfSatisfying(Finding.Live.class,
                live -> assertThat(simulator.calls()).anyMatch(call -> live.uuid().equals(call.callUuid())
                        || live.uuid().equals(call.requestUuid())));
    }

    @Test
    void traces_of_earlier_attempts_are_not_this_ones() throws IOException {
        String ended = dial();
        await().until(() -> byNumber() instanceof Finding.Over);
        Attempt earlier = attempt(Optional.of(ended)).ended(Ending.of(claimedAt, Outcome.BUSY, "busy"));
        assertThat(lookUp.find(call(Optional.empty()), List.of(earlier), claimedAt)).isEqualTo(new Finding.NotFound());
        simulator.behavior(b -> b.withPace(RINGS_FOREVER));
        String live = dial();
        assertThat(lookUp.find(call(Optional.empty()), List.of(earlier), claimedAt))
                .isEqualTo(new Finding.Live(live, false));
    }

    @Test
    void a_record_of_a_call_that_began_before_the_claim_is_another_calls() throws IOException {
        dial();
        await().until(() -> byNumber() instanceof Finding.Over);
        claimedAt = claimedAt.plusSeconds(60);
        assertThat(byNumber()).isEqualTo(new Finding.NotFound());
    }

    @Test
    void calls_to_other_numbers_are_not_this_one() throws IOException {
        simulator.behavior(b -> b.withPace(RINGS_FOREVER));
        dial("+14155550102");
        assertThat(byNumber()).isEqualTo(new Finding.NotFound());
    }

    @Test
    void a_live_call_to_the_same_person_that_somebody_else_made_is_not_this_one() throws IOException {
        simulator.behavior(b -> b.withPace(RINGS_FOREVER));
        dial("+14155550777", NUMBER);
        assertThat(byNumber()).isEqualTo(new Finding.NotFound());
        String ours = dial();
        assertThat(byNumber()).isEqualTo(new Finding.Live(ours, false));
    }

    @Test
    void a_queued_call_to_the_same_person_that_somebody_else_made_is_not_this_one() throws IOException {
        simulator.behavior(b -> b.withLimits(Limits.NONE.withCallsPerSecond(0.01)).withPace(TALKS_FOREVER));
        dial("+14155550999");
        dial("+14155550777", NUMBER);
        assertThat(byNumber()).isEqualTo(new Finding.NotFound());
    }

    @Test
    void the_record_of_a_call_to_the_same_person_that_somebody_else_made_is_not_this_ones() throws IOException {
        String theirs = dial("+14155550777", NUMBER);
        await().until(() -> byUuid(theirs) instanceof Finding.Over);
        assertThat(byNumber()).isEqualTo(new Finding.NotFound());
    }

    private Finding byNumber() throws IOException {
        return lookUp.find(call(Optional.empty()), List.of(), claimedAt);
    }

    private Finding byUuid(String uuid) throws IOException {
        return lookUp.find(call(Optional.of(uuid)), List.of(), claimedAt);
    }

    private String dial() {
        return dial(NUMBER);
    }

    private String dial(String number) {
        return dial(CALLER, number);
    }

    private String dial(String from, String number) {
        String url = simulator.uri() + "/outbound-answer?call_id=call-1&attempt=1";
        DialResult result = plivo
                .dial(new DialOrder(from, number, url, url, url, url, 60, 20, Optional.empty()), most -> {});
        return ((DialResult.Accepted) result).requestUuid().orElseThrow();
    }

    private Attempt attempt(Optional<String> requestUuid) {
        Attempt claimed = Attempt.claimed(1, "pod", "call-1/1/x", claimedAt);
        return requestUuid.map(uuid -> claimed.dialed(claimedAt, requestUuid, Optional.empty())).orElse(claimed);
    }

    private Call call(Optional<String> requestUuid) {
        Order order = new Order(NUMBER, "campaign-1", Priority.NORMAL, 3, Duration.ofSeconds(45),
                Duration.ofSeconds(1800), claimedAt, Optional.empty(), Optional.empty(), "hash");
        return new Call(new CallId("call-1"), 1, 7, 5, CallStatus.UNKNOWN, order, 0, 0, false,
                Optional.of(attempt(requestUuid)), Optional.empty(), Optional.empty(), claimedAt, Optional.empty());
    }
}
