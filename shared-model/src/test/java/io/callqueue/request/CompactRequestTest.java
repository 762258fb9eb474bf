package io.callqueue.request;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CompactRequestTest {
    private static final RequestReader READER = new RequestReader(RequestReader.UnknownFields.REFUSE);

    private static CallRequest request(String json) {
        return ((Reading.Accepted) READER.read(json.getBytes(StandardCharsets.UTF_8))).request();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"campaign_id":"c"} | {"campaign_id":"c"}
            {"campaign_id":"c","priority":"normal","max_retries":3,"retry_policy":{},"call_config":{"ring_timeout":45,"max_duration":1800,"variables":{}}} | {"campaign_id":"c"}
            {"campaign_id":"c","priority":"low","max_retries":0} | {"campaign_id":"c","priority":"low","max_retries":0}
            {"campaign_id":"c","retry_policy":{"busy":{"base_seconds":5}}} | {"campaign_id":"c","retry_policy":{"busy":{"base_seconds":5}}}
            {"campaign_id":"c","call_config":{"ring_timeout":30,"variables":{"ring_timeout":45,"max_retries":3,"n":null}}} | {"campaign_id":"c","call_config":{"ring_timeout":30,"variables":{"max_retries":3,"n":null,"ring_timeout":45}}}
            {"campaign_id":"c","call_config":{"voice":"en-US","recording_enabled":false,"machine_detection":"hangup"}} | {"campaign_id":"c","call_config":{"voice":"en-US","recording_enabled":false,"machine_detection":"hangup"}}
            {"campaign_id":"c","custom_call_id":"x","scheduled_at":"2027-01-01T00:00:00Z","expires_at":"2027-01-02T00:00:00Z","timezone":"Asia/Kolkata"} | {"campaign_id":"c","custom_call_id":"x","scheduled_at":"2027-01-01T00:00:00Z","expires_at":"2027-01-02T00:00:00Z","timezone":"Asia/Kolkata"}
            """)
    void what_most_requests_have_in_common_is_left_out_and_filled_in_again(String given, String kept) {
        CallRequest request = request(given.replaceFirst("\\{", "{\"phone_number\":\"+919123456789\","));
        String written = CompactRequest.write(request);
        assertThat(written).isEqualTo(kept.replaceFirst("\\{", "{\"phone_number\":\"+919123456789\","));
        assertThat(CompactRequest.read(written)).isEqualTo(request);
        assertThat(CompactRequest.read(written).hash()).isEqualTo(request.hash());
        assertThat(request(written)).as("it is a request as well").isEqualTo(request);
    }
}
