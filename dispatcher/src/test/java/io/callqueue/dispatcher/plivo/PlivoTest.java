package io.callqueue.dispatcher.plivo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.simulator.SimulatorOptions;
import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Fault;
import io.callqueue.simulator.behavior.Misbehavior;
import io.callqueue.tracing.Tracing;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlivoTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private static final Departure AT_ONCE = most -> {};
    private static final String ACCEPTED = RawPlivo.answer("201 Created", "",
            "{\"message\":\"call fired\",\"request_uuid\":\"uuid-1\",\"api_id\":\"a\"}");
    private PlivoSimulator simulator;

    @BeforeEach
    void start() {
        simulator = PlivoSimulator
                .start(SimulatorOptions.defaults().withSeed(42).withBehavior(Behavior.instantAnswers()));
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void an_accept_is_one_request_with_its_uuid() {
        DialResult result = plivo(simulator.uri()).dial(order(), AT_ONCE);
        assertThat(result).isEqualTo(new DialResult.Accepted(
                Optional.of(simulator.witness().dials().getFirst().requestUuid())));
        assertThat(simulator.witness().placed("call-1", 1)).isEqualTo(1);
    }

    @Test
    void a_uuid_may_come_in_an_array() {
        simulator.misbehave(Misbehavior.of(Fault.ARRAY_UUID));
        DialResult result = plivo(simulator.uri()).dial(order(), AT_ONCE);
        assertThat(result).isEqualTo(new DialResult.Accepted(
                Optional.of(simulator.witness().dials().getFirst().requestUuid())));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void an_error_after_the_accept_is_in_doubt_and_one_request(int status) {
        simulator.misbehave(Misbehavior.acceptThenError(status));
        inDoubtAfterOneRequest();
    }

    @Test
    void a_reset_after_the_accept_is_in_doubt_and_one_request() {
        simulator.misbehave(Misbehavior.of(Fault.ACCEPT_THEN_RESET));
        inDoubtAfterOneRequest();
    }

    @Test
    void a_503_that_asks_to_be_sent_again_at_once_is_in_doubt_and_one_request() {
        simulator.misbehave(Misbehavior.refuse(503));
        inDoubtAfterOneRequest();
    }

    @Test
    void a_read_time_out_is_in_doubt_and_one_request() {
        simulator.misbehave(Misbehavior.slowAccept(Duration.ofMinutes(1)));
        inDoubtAfterOneRequest(Duration.ofSeconds(2));
    }

    @Test
    void an_accept_that_nobody_can_read_is_in_doubt_and_one_request() {
        simulator.misbehave(Misbehavior.of(Fault.UNREADABLE_ACCEPT));
        inDoubtAfterOneRequest();
    }

    private void inDoubtAfterOneRequest() {
        inDoubtAfterOneRequest(LONG);
    }

    private void inDoubtAfterOneRequest(Duration timeout) {
        assertThat(plivo(simulator.uri(), timeout).dial(order(), AT_ONCE)).isInstanceOf(DialResult.InDoubt.class);
        assertThat(tries("in_doubt")).isEqualTo(1);
        await().until(() -> simulator.witness().dials().size() == 1);
        assertThat(simulator.witness().requests("POST Call/")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 405, 422})
    void a_refusal_is_told_with_its_status(int status) {
        simulator.misbehave(Misbehavior.refuse(status));
        assertThat(plivo(simulator.uri()).dial(order(), AT_ONCE)).isInstanceOfSatisfying(DialResult.Refused.class,
                refused -> assertThat(refused.httpStatus()).isEqualTo(status));
    }

    private double tries(String result) {
        return metrics.get("callqueue.dial.tries").tag("result", result).counter().count();
    }

    private Timer answers(String answer) {
        return metrics.get("callqueue.plivo.request").tag("request", "dial").tag("answer", answer).timer();
    }

    @Test
    void plivos_time_counts_from_the_departure_not_from_the_wait_for_it() {
        simulator.misbehave(Misbehavior.refuse(400));
        var refused = plivo(simulator.uri()).dial(order(), most -> clock.add(Duration.ofMillis(400)));
        assertThat(refused).isInstanceOf(DialResult.Refused.class);
        assertThat(answers("refused").count()).isEqualTo(1);
        assertThat(answers("refused").totalTime(TimeUnit.MILLISECONDS)).isZero();
        assertThat(answers("ok").count()).isZero();
    }

    @Test
    void too_many_requests_did_not_arrive() {
        simulator.misbehave(Misbehavior.refuse(429));
        assertThat(plivo(simulator.uri()).dial(order(), AT_ONCE)).isInstanceOf(DialResult.NotArrived.class);
        assertThat(simulator.witness().dials()).hasSize(1);
    }

    @Test
    void a_refused_connection_did_not_arrive() throws IOException {
        URI nobody;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + taken.getLocalPort());
        }
        assertThat(plivo(nobody).dial(order(), AT_ONCE)).isInstanceOf(DialResult.NotArrived.class);
    }

    @Test
    void a_missed_departure_sends_nothing() {
        DialResult result = plivo(simulator.uri()).dial(order(), most -> {
            throw new Departure.MissedException("too late");
        });
        assertThat(result).isEqualTo(new DialResult.Missed("too late"));
        assertThat(answers("none").count()).isZero();
        assertThat(simulator.witness().dials()).isEmpty();
    }

    @Test
    void a_departure_is_told_to_leave_half_of_the_requests_time_for_the_answer() {
        List<Duration> told = new ArrayList<>();
        assertThat(plivo(simulator.uri(), Duration.ofSeconds(3)).dial(order(), told::add))
                .isInstanceOf(DialResult.Accepted.class);
        assertThat(told).containsExactly(Duration.ofMillis(1_500));
    }

    @Test
    void nothing_leaves_when_the_departure_took_all_of_the_requests_time() throws IOException {
        try (RawPlivo raw = new RawPlivo(n -> ACCEPTED)) {
            DialResult result = plivo(raw.uri(), Duration.ofMillis(500)).dial(order(), most -> raw.awaitClosed());
            assertThat(result).isInstanceOf(DialResult.NotArrived.class);
            assertThat(raw.requests()).isZero();
        }
    }

    @Test
    void after_a_missed_departure_the_next_one_leaves() {
        Plivo plivo = plivo(simulator.uri());
        plivo.dial(order(), most -> {
            throw new Departure.MissedException("too late");
        });
        assertThat(plivo.dial(order(), AT_ONCE)).isInstanceOf(DialResult.Accepted.class);
    }

    @Test
    void a_kept_connection_that_is_closed_after_the_request_was_read_is_in_doubt_and_one_request() throws IOException {
        try (RawPlivo raw = new RawPlivo(n -> n == 1 ? ACCEPTED : "")) {
            Plivo plivo = plivo(raw.uri());
            assertThat(plivo.dial(order(), AT_ONCE)).isEqualTo(new DialResult.Accepted(Optional.of("uuid-1")));
            assertThat(plivo.dial(order(), AT_ONCE)).isInstanceOf(DialResult.InDoubt.class);
            assertThat(raw.requests()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"408 Request Timeout", "503 Service Unavailable", "307 Temporary Redirect", "201 Created",
            "100 Continue"})
    void an_answer_that_tells_nothing_is_in_doubt_and_one_request(String status) throws IOException {
        try (RawPlivo raw = RawPlivo.closing(
                n -> RawPlivo.answer(status, "Retry-After: 0\r\nLocation: /v1/elsewhere\r\n", ""))) {
            assertThat(plivo(raw.uri()).dial(order(), AT_ONCE)).isInstanceOf(DialResult.InDoubt.class);
            assertThat(raw.requests()).isEqualTo(1);
        }
    }

    @Test
    void an_answer_cut_short_is_in_doubt_and_one_request() throws IOException {
        try (RawPlivo raw = RawPlivo.closing(n -> "HTTP/1.1 201 Created\r\nContent-Le")) {
            assertThat(plivo(raw.uri()).dial(order(), AT_ONCE)).isInstanceOf(DialResult.InDoubt.class);
            assertThat(raw.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"api_id\":\"a\",\"error\":\"none\"}", "{\"request_uuid\":\"\"}",
            "{\"request_uuid\":null}"})
    void an_accept_that_names_no_call_is_in_doubt(String body) throws IOException {
        try (RawPlivo raw = new RawPlivo(n -> RawPlivo.answer("201 Created", "", body))) {
            assertThat(plivo(raw.uri()).dial(order(), AT_ONCE)).isInstanceOf(DialResult.InDoubt.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"404 Not Found", "405 Method Not Allowed"})
    void who_says_in_other_words_than_plivo_that_there_is_nothing_is_not_plivo(String status) throws IOException {
        try (RawPlivo raw = new RawPlivo(n -> RawPlivo.answer(status, "", "<html>nothing here</html>"))) {
            assertThat(plivo(raw.uri()).dial(order(), AT_ONCE)).isInstanceOf(DialResult.NotArrived.class);
        }
    }

    @Test
    void what_may_be_asked_twice_is_when_its_kept_connection_was_closed_meanwhile() throws IOException {
        String empty = RawPlivo.answer("200 OK", "", "{\"calls\":[]}");
        try (RawPlivo raw = new RawPlivo(n -> n == 2 ? "" : empty)) {
            PlivoRecords records = new PlivoRecords(plivo(raw.uri()));
            assertThat(records.live()).isEmpty();
            assertThat(records.live()).isEmpty();
            assertThat(raw.requests()).isEqualTo(3);
        }
    }

    @Test
    void a_204_that_has_a_body_all_the_same_ended_the_call() throws IOException {
        try (RawPlivo raw = new RawPlivo(n -> RawPlivo.answer("204 No Content", "", "{}"))) {
            assertThat(plivo(raw.uri()).hangUp("uuid")).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void hanging_up_the_empty_uuid_is_refused_without_a_request(String uuid) throws IOException {
        try (RawPlivo raw = new RawPlivo(n -> RawPlivo.answer("204 No Content", "", ""))) {
            Plivo plivo = plivo(raw.uri());
            assertThatThrownBy(() -> plivo.hangUp(uuid)).isInstanceOf(IllegalArgumentException.class);
            assertThat(raw.requests()).isZero();
        }
    }

    @Test
    void a_call_is_hung_up_wherever_plivo_has_it() throws IOException {
        try (RawPlivo live = new RawPlivo(n -> RawPlivo.answer("204 No Content", "", ""));
                RawPlivo queued = new RawPlivo(
                        n -> RawPlivo.answer(n == 1 ? "404 Not Found" : "204 No Content", "", ""));
                RawPlivo unknown = new RawPlivo(n -> RawPlivo.answer("404 Not Found", "", ""))) {
            assertThat(plivo(live.uri()).hangUp("uuid")).isTrue();
            assertThat(plivo(queued.uri()).hangUp("uuid")).isTrue();
            assertThat(plivo(unknown.uri()).hangUp("uuid")).isFalse();
        }
    }

    @Test
    void an_error_says_nothing_about_whether_plivo_knows_the_call() throws IOException {
        try (RawPlivo raw = new RawPlivo(n -> RawPlivo.answer("500 Internal Server Error", "", ""))) {
            Plivo plivo = plivo(raw.uri());
            assertThatThrownBy(() -> plivo.hangUp("uuid")).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "no json", "", "{\"calls\":null}"})
    void a_list_that_nobody_can_read_is_not_an_empty_list(String body) throws IOException {
        try (RawPlivo raw = new RawPlivo(n -> RawPlivo.answer("200 OK", "", body))) {
            PlivoRecords records = new PlivoRecords(plivo(raw.uri()));
            assertThatThrownBy(records::queued).isInstanceOf(IOException.class);
            assertThatThrownBy(records::live).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> records.records("+1", java.time.Instant.EPOCH)).isInstanceOf(IOException.class);
        }
    }

    private Plivo plivo(URI at) {
        return plivo(at, LONG);
    }

    private Plivo plivo(URI at, Duration timeout) {
        return new Plivo(new PlivoSettings(SimulatorOptions.AUTH_ID, SimulatorOptions.AUTH_TOKEN, "+14155550100",
                at.toString(), URI.create("http://127.0.0.1:1"), timeout), metrics, Tracing.OFF);
    }

    private DialOrder order() {
        String url = simulator.uri() + "/outbound-answer?call_id=call-1&attempt=1";
        return new DialOrder("+14155550100", "+14155550101", url, url, url, url, 60, 20, Optional.empty());
    }
}
