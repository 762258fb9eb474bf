package io.callqueue.request;

import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.callqueue.codec.Json;

import static org.assertj.core.api.Assertions.assertThat;

class RetryRuleTest {
    private static final RetryRule FIRST = new RetryRule(Optional.of(1), Optional.empty(), Optional.of(2.0),
            Optional.empty());
    private static final RetryRule SECOND = new RetryRule(Optional.of(9), Optional.of(9L), Optional.of(9.0),
            Optional.empty());

    @Test
    void where_a_rule_says_nothing_the_other_one_counts() {
        assertThat(FIRST.over(SECOND)).isEqualTo(
                new RetryRule(Optional.of(1), Optional.of(9L), Optional.of(2.0), Optional.empty()));
    }

    @Test
    void kinds_that_only_one_names_are_taken_as_they_are() {
        assertThat(RetryRule.over(Map.of("busy", FIRST, "network", FIRST), Map.of("busy", SECOND, "machine", SECOND)))
                .isEqualTo(Map.of("busy", FIRST.over(SECOND), "network", FIRST, "machine", SECOND));
    }

    @Test
    void a_policy_outside_of_a_request_is_read_by_the_same_rules() {
        RequestReader reader = new RequestReader(RequestReader.UnknownFields.REFUSE);
        assertThat(reader.retryPolicy(Json.MAPPER.readTree("{\"busy\":{\"max\":1,\"factor\":2}}")).value())
                .contains(Map.of("busy", FIRST));
        Checked<Map<String, RetryRule>> wrong = reader
                .retryPolicy(Json.MAPPER.readTree("{\"busy\":{\"max\":21,\"often\":1},\"bored\":{}}"));
        assertThat(wrong.value()).isEmpty();
        assertThat(wrong.refusals()).extracting(Refusal::field).containsExactly("retry_policy.bored",
                "retry_policy.busy.max", "retry_policy.busy.often");
    }
}
