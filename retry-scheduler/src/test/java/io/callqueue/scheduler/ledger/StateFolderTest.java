package io.callqueue.scheduler.ledger;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StateFolderTest {
    @TempDir
    private Path dir;

    @Test
    void two_that_run_have_two_and_the_next_has_the_first_again() throws IOException {
        try (StateFolder second = twoOpened()) {
            assertThat(second.path()).isEqualTo(dir.resolve("topic").resolve("2"));
            try (StateFolder next = StateFolder.take(dir, "topic")) {
                assertThat(next.path()).isEqualTo(dir.resolve("topic").resolve("1"));
            }
        }
    }

    private StateFolder twoOpened() throws IOException {
        try (StateFolder first = StateFolder.take(dir, "topic")) {
            assertThat(first.path()).isEqualTo(dir.resolve("topic").resolve("1"));
            return StateFolder.take(dir, "topic");
        }
    }

    @Test
    void what_is_of_another_topic_is_not_taken_up() throws IOException {
        try (StateFolder one = StateFolder.take(dir, "topic");
                StateFolder other = StateFolder.take(dir, "made-anew")) {
            assertThat(one.path()).isNotEqualTo(other.path());
        }
    }
}
