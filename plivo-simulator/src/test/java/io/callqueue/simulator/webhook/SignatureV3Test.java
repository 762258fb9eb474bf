package io.callqueue.simulator.webhook;

import java.net.URI;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SignatureV3Test {
    private static final Map<String, String> FORM = Map.of("CallUUID", "u", "HangupCause", "Normal Hangup", "To",
            "+1415");

    private final SignatureV3 signature = new SignatureV3("my_auth_token");

    private String post(String url) {
        return signature.sign("POST", URI.create(url), FORM, "12345");
    }

    @Test
    void post_with_query_and_body_matches_the_published_vector() {
        assertThat(post("https://ex.com/cb?job=1")).isEqualTo("Wt0psgw27/K+PNX3tjDH8dAzB1QeB7bLZpxhft9igSg=");
    }

    @Test
    void a_port_in_the_url_is_signed() {
        assertThat(post("https://ex.com:8443/cb?job=1")).isEqualTo("Z13pKh2KUtLWJpgeQ0bLQLN/KAzUNY2pTRlscnfFbsE=");
    }

    @Test
    void the_fragment_is_not_signed() {
        assertThat(post("https://ex.com/cb?job=1#ct=2000&rc=5")).isEqualTo(post("https://ex.com/cb?job=1"));
    }

    @Test
    void query_parameters_are_signed_sorted_and_decoded() {
        assertThat(post("https://ex.com/cb?b=x%20y&a=1")).isEqualTo(post("https://ex.com/cb?a=1&b=x+y"));
    }

    @Test
    void a_get_signs_the_query_and_the_fields_as_one() {
        String merged = signature.sign("GET", URI.create("https://ex.com/cb?a=1&b=2"), Map.of(), "12345");
        assertThat(signature.sign("GET", URI.create("https://ex.com/cb?b=2"), Map.of("a", "1"), "12345"))
                .isEqualTo(merged);
    }

    @Test
    void a_get_without_any_parameter_can_be_signed() {
        assertThat(signature.sign("GET", URI.create("https://ex.com/cb"), Map.of(), "12345")).hasSize(44);
    }
}
