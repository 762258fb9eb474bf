package io.callqueue.request;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.callqueue.call.Order;
import io.callqueue.call.Priority;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class CallRequestTest {
    private static final Instant AT = Instant.parse("2027-01-15T14:30:00Z");

    private static CallRequest request(String fields) {
        Reading reading = new RequestReader(RequestReader.UnknownFields.REFUSE)
                .read(("{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c\"" + fields + "}").getBytes(UTF_8));
        assertThat(reading).isInstanceOf(Reading.Accepted.class);
        return ((Reading.Accepted) reading).request();
    }

    @Test
    void a_time_in_the_past_means_now() {
        CallRequest request = request(",\"scheduled_at\":\"2027-01-15T14:30:00Z\"");
        assertThat(request.dueAfter(AT.minusMillis(1))).contains(AT);
        assertThat(request.dueAfter(AT)).isEmpty();
        assertThat(request("").dueAfter(AT)).isEmpty();
    }

    @Test
    void the_order_holds_what_the_moves_need() {
        CallRequest request = request(",\"call_config\":{\"ring_timeout\":30,\"max_duration\":60}");
        Order order = request.order(AT);
        assertThat(order.ringTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(order.maxDuration()).isEqualTo(Duration.ofSeconds(60));
        assertThat(order.requestHash()).isEqualTo(request.hash()).matches("[A-Za-z0-9_-]{16}");
        assertThat(order.createdAt()).isEqualTo(AT);
    }

    @Test
    void the_same_request_under_another_priority_is_another_one() {
        CallRequest urgent = request("").withPriority(Priority.URGENT);
        assertThat(urgent.priority()).isEqualTo(Priority.URGENT);
        assertThat(urgent.hash()).isNotEqualTo(request("").hash());
        assertThat(urgent.withPriority(Priority.NORMAL)).isEqualTo(request(""));
    }
}
