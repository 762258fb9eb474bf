package io.callqueue.dispatcher.dial;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.callqueue.call.CallId;
import io.callqueue.dispatcher.plivo.DialOrder;
import io.callqueue.dispatcher.voicebot.VoiceBotSettings;
import io.callqueue.request.CallRequest;
import io.callqueue.request.Reading;
import io.callqueue.request.RequestReader;
import io.callqueue.webhook.WebhookUrls;

import static org.assertj.core.api.Assertions.assertThat;

class DialOrdersTest {
    private static final String RETRIES = "#ct=2000&rt=10000&rc=5&rp=all";
    private final DialOrders orders = new DialOrders(new WebhookUrls(URI.create("https://ex.com/base/"), "token"),
            new VoiceBotSettings(URI.create("http://bot:8765/"), Duration.ofSeconds(5)));

    @Test
    void plivo_is_asked_for_the_number_and_the_times_of_the_request() {
        DialOrder order = order("\"ring_timeout\":20,\"max_duration\":300");
        assertThat(order.to()).isEqualTo("+919123456789");
        assertThat(order.ringTimeout()).isEqualTo(20);
        assertThat(order.timeLimit()).isEqualTo(300);
    }

    @Test
    void our_urls_name_the_attempt_and_ask_plivo_to_repeat_itself() {
        DialOrder order = order("");
        assertThat(order.ringUrl()).startsWith("https://ex.com/base/plivo/ring?call_id=call-1&attempt=3&token=")
                .endsWith(RETRIES);
        assertThat(order.hangupUrl()).startsWith("https://ex.com/base/plivo/hangup?call_id=call-1&attempt=3&token=")
                .endsWith(RETRIES);
    }

    @Test
    void plivo_asks_us_what_to_say_and_is_sent_on_to_the_voice_bot() {
        DialOrder order = order("");
        assertThat(order.answerUrl()).startsWith("https://ex.com/base/plivo/answer?call_id=call-1&attempt=3&token=")
                .endsWith(RETRIES);
        assertThat(next(order)).isEqualTo("http://bot:8765/outbound-answer");
        assertThat(order.fallbackUrl()).isEqualTo("http://bot:8765/outbound-answer");
    }

    @Test
    void a_calls_own_answer_url_goes_before_the_voice_bots() {
        DialOrder order = order("\"answer_url\":\"https://bot.ex.com/xml?a=1&b=2\"");
        assertThat(next(order)).isEqualTo("https://bot.ex.com/xml?a=1&b=2");
        assertThat(order.fallbackUrl()).isEqualTo("https://bot.ex.com/xml?a=1&b=2");
    }

    @Test
    void machines_are_looked_for_only_if_the_call_asks_for_it() {
        assertThat(order("").machineCheck()).isEmpty();
        assertThat(order("\"machine_detection\":\"detect\"").machineCheck().orElseThrow().mode()).isEqualTo("true");
        DialOrder.MachineCheck hangup = order("\"machine_detection\":\"hangup\"").machineCheck().orElseThrow();
        assertThat(hangup.mode()).isEqualTo("hangup");
        assertThat(hangup.url()).startsWith("https://ex.com/base/plivo/machine?call_id=call-1&attempt=3&token=")
                .endsWith(RETRIES);
    }

    private static String next(DialOrder order) {
        String query = URI.create(order.answerUrl()).getRawQuery();
        return URLDecoder.decode(query.substring(query.indexOf("&next=") + 6), StandardCharsets.UTF_8);
    }

    private DialOrder order(String config) {
        String request = "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c\",\"call_config\":{" + config + "}}";
        CallRequest read = ((Reading.Accepted) new RequestReader(RequestReader.UnknownFields.REFUSE)
                .read(request.getBytes(StandardCharsets.UTF_8))).request();
        return orders.order(new CallId("call-1"), 3, read, "+14155550100");
    }
}
