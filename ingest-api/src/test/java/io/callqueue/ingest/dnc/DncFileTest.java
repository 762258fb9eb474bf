package io.callqueue.ingest.dnc;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.ingest.web.Refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DncFileTest {
    private static final Optional<String> NO_REASON = Optional.empty();

    @Test
    void a_line_has_a_number_and_perhaps_a_reason() {
        DncFile file = read(
                "+919123456789\n+14155550100,asked us not to\r\n\"+14155550101\",\"moved, he said\",more\n");
        assertThat(file.reasons()).isEqualTo(Map.of("+919123456789", NO_REASON, "+14155550100",
                Optional.of("asked us not to"), "+14155550101", Optional.of("moved, he said")));
        assertThat(file.accepted()).isEqualTo(3);
        assertThat(file.errors()).isEmpty();
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused() {
        assertThatThrownBy(() -> DncFile.read("+919123456789,Müller".getBytes(StandardCharsets.ISO_8859_1), 10))
                .isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "number\n", "number,reason\n", "\uFEFF", "\uFEFFPhone Number,Why\n"})
    void a_header_is_none_of_the_numbers(String header) {
        DncFile file = read(header + "+91 91234-56789\n");
        assertThat(file.reasons()).containsOnlyKeys("+919123456789");
        assertThat(file.errors()).isEmpty();
    }

    @Test
    void what_is_no_number_is_named_by_its_line() {
        DncFile file = read(
                "number\n919123456789\n\n+14155550100,\"two\nlines\"\n+1\n,why\n+14155550101," + "x".repeat(201)
                        + "\nnumber\n");
        assertThat(file.reasons()).containsOnlyKeys("+14155550100");
        assertThat(file.errors()).extracting(DncFile.LineError::line).containsExactly(2L, 6L, 7L, 8L, 9L);
        assertThat(file.errors().getFirst().message()).startsWith("the number is not one phone number in E.164");
        assertThat(file.errors().get(3).message()).startsWith("the reason is longer than 200 characters");
    }

    @Test
    void of_two_lines_with_one_number_the_later_one_counts() {
        DncFile file = read("+14155550100,first\n+1 415 555 0100,second\n");
        assertThat(file.reasons()).isEqualTo(Map.of("+14155550100", Optional.of("second")));
        assertThat(file.accepted()).isEqualTo(2);
    }

    @Test
    void a_file_with_too_many_lines_and_one_that_is_no_csv_are_refused_whole() {
        assertThatThrownBy(() -> DncFile.read("+14155550100\n+14155550101\n+14155550102\n".getBytes(
                StandardCharsets.UTF_8), 2)).isInstanceOfSatisfying(Refused.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(413));
        assertThatThrownBy(() -> read("+14155550100,\"never closed\n")).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.problem().status()).isEqualTo(400));
    }

    private static DncFile read(String csv) {
        return DncFile.read(csv.getBytes(StandardCharsets.UTF_8), 1000);
    }
}
