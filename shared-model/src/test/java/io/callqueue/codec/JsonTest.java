package io.callqueue.codec;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonTest {
    record Sample(String someText, Optional<Integer> maybe, Instant at, Duration span, Map<String, Object> map) {}

    private static final Instant AT = Instant.parse("2027-01-15T14:30:00Z");

    @Test
    void names_are_snake_case_times_iso_in_utc_durations_seconds_and_what_is_absent_is_left_out() {
        assertThat(Json.text(new Sample("x", Optional.empty(), AT, Duration.ofMinutes(2), Map.of())))
                .isEqualTo("{\"some_text\":\"x\",\"at\":\"2027-01-15T14:30:00Z\",\"span\":120,\"map\":{}}");
    }

    @Test
    void maps_are_written_in_the_order_of_their_keys_at_any_depth() {
        Map<String, Object> backwards = new LinkedHashMap<>();
        backwards.put("b", Map.of());
        backwards.put("a", 1);
        Map<String, Object> outer = new LinkedHashMap<>();
        outer.put("z", 0);
        outer.put("inner", backwards);
        assertThat(Json.text(outer)).isEqualTo("{\"inner\":{\"a\":1,\"b\":{}},\"z\":0}");
    }

    @Test
    void what_is_not_interpreted_comes_out_as_it_went_in() {
        String json = "{\"decimal\":1.25,\"list\":[null,1,true],\"nothing\":null,"
                + "\"long\":123456789012345678901234567890}";
        assertThat(Json.tree(Json.bytes(Json.read(json, Map.class)))).isEqualTo(Json.tree(json.getBytes()));
    }

    @Test
    void unknown_fields_are_ignored() {
        assertThat(Json.read("{\"some_text\":\"x\",\"at\":\"2027-01-15T14:30:00Z\",\"span\":1,\"map\":{},\"new\":1}",
                Sample.class).someText()).isEqualTo("x");
    }

    @Test
    void a_tree_with_a_field_twice_or_something_behind_it_is_refused() {
        for (String json : List.of("{\"a\":1,\"a\":2}", "{} {}", "{\"a\":{\"b\":1,\"b\":1}}", "[1,]", "{'a':1}",
                "NaN")) {
            assertThatThrownBy(() -> Json.tree(json.getBytes())).as(json).isInstanceOf(JacksonException.class);
        }
        assertThat(Arrays.asList(1, null)).isEqualTo(Json.read("[1,null]", List.class));
    }
}
