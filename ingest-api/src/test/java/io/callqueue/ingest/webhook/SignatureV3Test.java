package io.callqueue.ingest.webhook;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SignatureV3Test {
    private final SignatureV3 signature = new SignatureV3("my_auth_token");
    private final FormFields body = form("CallUUID=u&HangupCause=Normal+Hangup&To=%2B1415");

    private static FormFields form(String text) {
        return FormFields.parse(text).orElseThrow();
    }

    @Test
    void signs_as_plivo_does() {
        assertThat(signature.sign("https://ex.com/cb", form("job=1"), body, "12345"))
                .isEqualTo("Wt0psgw27/K+PNX3tjDH8dAzB1QeB7bLZpxhft9igSg=");
    }

    @Test
    void signs_a_port_that_is_part_of_the_url() {
        assertThat(signature.sign("https://ex.com:8443/cb", form("job=1"), body, "12345"))
                .isEqualTo("Z13pKh2KUtLWJpgeQ0bLQLN/KAzUNY2pTRlscnfFbsE=");
    }

    @Test
    void the_order_of_fields_does_not_matter() {
        assertThat(signature.sign("https://ex.com/cb", form("b=2&a=1"), form("y=2&x=1&y=1"), "n"))
                .isEqualTo(signature.sign("https://ex.com/cb", form("a=1&b=2"), form("y=1&y=2&x=1"), "n"));
    }

    @Test
    void every_part_is_signed() {
        String signed = signature.sign("https://ex.com/cb", form("a=1"), body, "12345");
        assertThat(List.of(signature.sign("https://ex.com/cb", form("a=2"), body, "12345"),
                signature.sign("https://ex.com/cb", form("a=1"), body, "12346"),
                signature.sign("https://ex.com/cd", form("a=1"), body, "12345"),
                signature.sign("https://ex.com/cb", form("a=1"), form("CallUUID=u"), "12345"),
                signature.sign("https://ex.com/cb", FormFields.NONE, body, "12345"),
                signature.sign("https://ex.com/cb", form("a=1"), FormFields.NONE, "12345"),
                new SignatureV3("other").sign("https://ex.com/cb", form("a=1"), body, "12345"))).doesNotContain(signed)
                .doesNotHaveDuplicates();
    }

    @Test
    void one_of_several_signatures_is_enough() {
        assertThat(SignatureV3.found("b", List.of("a", "b", "c"))).contains("b");
        assertThat(SignatureV3.found("b", List.of("a", "", "bb"))).isEmpty();
        assertThat(SignatureV3.found("b", List.of())).isEmpty();
    }

    @Test
    void a_form_is_decoded_and_of_doubled_names_the_first_counts() {
        FormFields form = form("a=1%202+3&b=&c&a=4&%C3%BC=%E2%82%AC&&=x");
        assertThat(form.first("a")).isEqualTo("1 2 3");
        assertThat(form.firsts()).containsEntry("a", "1 2 3").containsEntry("b", "").containsEntry("c", "")
                .containsEntry("ü", "€");
        assertThat(FormFields.parse("a=%zz")).isEmpty();
    }
}
