package io.callqueue.webhook;

import java.net.URI;

import org.junit.jupiter.api.Test;

import io.callqueue.call.CallId;
import io.callqueue.topic.Callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WebhookUrlsTest {
    private static final CallId ID = new CallId("call-456");
    private final WebhookUrls urls = new WebhookUrls(URI.create("https://calls.example.com/"), "my_auth_token");

    /** The token is the first half of: printf 'call-456|2' | openssl dgst -sha256 -hmac my_auth_token */
    @Test
    void a_url_names_call_and_attempt_and_proves_that_it_is_ours() {
        assertThat(urls.of(ID, 2).url(Callback.Kind.RING)).isEqualTo(
                "https://calls.example.com/plivo/ring?call_id=call-456&attempt=2&token=63dec307b051e79feece28d57b03db95#ct=2000&rt=10000&rc=5&rp=all");
    }

    @Test
    void a_token_is_genuine_for_its_call_and_attempt_only() {
        String token = urls.of(ID, 2).url(Callback.Kind.HANGUP).replaceFirst(".*token=([0-9a-f]{32})#.*", "$1");
        assertThat(urls.isGenuine(ID, 2, token)).isTrue();
        assertThat(urls.isGenuine(ID, 1, token)).isFalse();
        assertThat(urls.isGenuine(new CallId("call-457"), 2, token)).isFalse();
        assertThat(urls.isGenuine(ID, 2, token.substring(1))).isFalse();
        assertThat(urls.isGenuine(ID, 2, "")).isFalse();
        assertThat(urls.isGenuine(ID, 2, "é".repeat(32))).isFalse();
    }

    @Test
    void another_auth_token_makes_other_tokens() {
        WebhookUrls others = new WebhookUrls(URI.create("https://calls.example.com"), "another");
        assertThat(others.of(ID, 2).url(Callback.Kind.RING)).isNotEqualTo(urls.of(ID, 2).url(Callback.Kind.RING));
    }

    @Test
    void a_path_of_the_public_url_is_kept() {
        WebhookUrls behind = new WebhookUrls(URI.create("https://example.com:8443/calls"), "my_auth_token");
        assertThat(behind.of(ID, 1).url(Callback.Kind.MACHINE))
                .startsWith("https://example.com:8443/calls/plivo/machine?");
    }

    @Test
    void impossible_settings_are_refused_with_the_name_of_the_variable() {
        assertThatThrownBy(() -> new WebhookUrls(URI.create("https://calls.example.com"), ""))
                .hasMessageContaining("PLIVO_AUTH_TOKEN is empty");
        assertThatThrownBy(() -> new WebhookUrls(URI.create("calls.example.com"), "my_auth_token"))
                .hasMessageContaining("PUBLIC_URL is 'calls.example.com'");
        assertThatThrownBy(() -> new WebhookUrls(URI.create("https://calls.example.com/?a=1"), "my_auth_token"))
                .hasMessageContaining("PUBLIC_URL");
    }

    @Test
    void the_auth_token_is_not_printed() {
        assertThat(urls.toString()).doesNotContain("my_auth_token");
    }
}
