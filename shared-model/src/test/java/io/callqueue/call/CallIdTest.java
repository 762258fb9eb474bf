package io.callqueue.call;

import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CallIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "active", ".", "..", "a b", "a/b", "a\n", "ä", "{1}"})
    void what_could_be_mistaken_for_something_else_is_no_id(String text) {
        assertThat(CallId.isValid(text)).isFalse();
        assertThatThrownBy(() -> new CallId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ids_have_at_most_128_characters() {
        assertThat(CallId.isValid("x".repeat(128))).isTrue();
        assertThat(CallId.isValid("x".repeat(129))).isFalse();
    }

    @Test
    void generated_ids_are_version_7_and_sort_by_time() {
        Random random = new Random(1);
        UUID id = UUID.fromString(CallId.generate(1_800_000_000_000L, random).value());
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_800_000_000_000L);
        assertThat(CallId.generate(1_800_000_000_001L, random).value()).isGreaterThan(id.toString());
    }

    @Test
    void calls_spread_over_all_shards() {
        Random random = new Random(2);
        assertThat(random.ints(5_000).mapToObj(n -> CallId.generate(n & 0xFFFFFFFFL, random).shard()).distinct())
                .hasSize(CallId.SHARDS);
    }
}
