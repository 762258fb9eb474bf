package io.callqueue.ingest.bulk;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class BatchBodyTest {
    private static final BulkSettings SETTINGS = new BulkSettings(10, DataSize.ofMegabytes(1), 1, 1);

    @ParameterizedTest
    @ValueSource(strings = {"\"a\":0,", "\"a#\":0,"})
    void of_thousands_of_wrong_fields_a_hundred_are_told_and_what_follows_is_not_read(String field) {
        String fields = IntStream.range(0, 5_000).mapToObj(i -> field.replace("#", String.valueOf(i)))
                .collect(Collectors.joining("", "{", "not even JSON"));
        assertThat(BatchBody.check(fields.getBytes(UTF_8), SETTINGS)).isInstanceOfSatisfying(BatchBody.Refused.class,
                refused -> assertThat(refused.refusals()).hasSize(100));
    }
}
