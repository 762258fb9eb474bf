package io.callqueue.dispatcher.dial;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResultsTest {
    @Test
    void what_plivo_answers_is_logged_without_the_number_that_it_may_name() {
        assertThat(Results.withoutNumber("+14155550101", "400 \"14155550101 is not a valid number\""))
                .isEqualTo("400 \"… is not a valid number\"");
        assertThat(Results.withoutNumber("+14155550101", "to=+14155550101&from=14155550100"))
                .isEqualTo("to=+…&from=14155550100");
    }
}
