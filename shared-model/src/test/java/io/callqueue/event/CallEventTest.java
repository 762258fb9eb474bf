package io.callqueue.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Order;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;
import io.callqueue.call.SampleCalls;
import io.callqueue.codec.Json;
import io.callqueue.request.Reading;
import io.callqueue.request.RequestReader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class CallEventTest {
    private static final Instant AT = Instant.parse("2027-01-15T14:30:00.125Z");

    /** The ledger is read by others, and by later versions: names and shapes in it stay. */
    private static final String WRITTEN = """
            {"schema_version":1,
             "call":{"id":"call-1","epoch":1,"version":9,"revision":4,"status":"retrying",
              "order":{"phone_number":"+919123456789","campaign_id":"campaign-1","priority":"high","max_retries":3,
               "ring_timeout":45,"max_duration":1800,"created_at":"2027-01-15T14:30:00.125Z",
               "expires_at":"2027-01-15T15:30:00.125Z","request_hash":"0123456789abcdef"},
              "retries":1,"look_ups":0,"cancel_requested":false,
              "attempt":{"number":1,"owner":"pod-a","lease":"lease-1","claimed_at":"2027-01-15T14:30:00.125Z",
               "dialed_at":"2027-01-15T14:30:00.125Z","request_uuid":"request-1","call_uuid":"uuid-1","machine":false,
               "ending":{"at":"2027-01-15T14:30:45.125Z","outcome":"no_answer","hangup_cause":"NO_ANSWER",
                "hangup_cause_code":3000,"duration_seconds":0}},
              "due_at":"2027-01-15T14:35:00.125Z","updated_at":"2027-01-15T14:30:45.125Z"}}""";

    private static Call call() {
        Order order = new Order("+919123456789", "campaign-1", Priority.HIGH, 3, Duration.ofSeconds(45),
                Duration.ofSeconds(1800), AT, Optional.empty(), Optional.of(AT.plusSeconds(3600)), "0123456789abcdef");
        Attempt attempt = Attempt.claimed(1, "pod-a", "lease-1", AT)
                .dialed(AT, Optional.of("request-1"), Optional.of("uuid-1"))
                .ended(new Ending(AT.plusSeconds(45), Outcome.NO_ANSWER, Optional.of("NO_ANSWER"), Optional.of(3000),
                        Optional.empty(), Optional.of(0)));
        return new Call(new CallId("call-1"), 1, 9, 4, CallStatus.RETRYING, order, 1, 0, false, Optional.of(attempt),
                Optional.of(AT.plusSeconds(300)), Optional.empty(), AT.plusSeconds(45), Optional.empty());
    }

    @Test
    void an_event_is_written_as_documented() {
        assertThat(Json.text(CallEvent.of(call()))).isEqualTo(WRITTEN.replaceAll("\n *", ""));
    }

    @Test
    void an_event_reads_back() {
        assertThat(Json.read(WRITTEN, CallEvent.class)).isEqualTo(CallEvent.of(call()));
    }

    @Test
    void an_event_with_its_request_reads_back() {
        Reading reading = new RequestReader(RequestReader.UnknownFields.REFUSE).read("""
                {"phone_number":"+919123456789","campaign_id":"c","call_config":{"variables":{"a":null,"b":[1.50]}}}"""
                .getBytes(UTF_8));
        assertThat(reading).isInstanceOfSatisfying(Reading.Accepted.class, accepted -> {
            CallEvent event = CallEvent.of(SampleCalls.created("call-1"), accepted.request());
            assertThat(Json.read(Json.bytes(event), CallEvent.class)).isEqualTo(event);
        });
    }
}
