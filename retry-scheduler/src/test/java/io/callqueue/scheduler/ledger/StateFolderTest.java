package io.callqueue.scheduler.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

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

    /** Kafka may have deleted by then that a call was forgotten. */
    @Test
    void one_that_was_not_used_for_long_is_empty() throws IOException {
        Path kept = stateOf(Duration.ZERO);
        try (StateFolder soon = StateFolder.take(dir, "topic")) {
            assertThat(soon.path()).isEqualTo(kept.getParent());
            assertThat(kept).exists();
        }
        Path old = stateOf(Duration.ofHours(13));
        try (StateFolder later = StateFolder.take(dir, "topic")) {
            assertThat(later.path()).isEqualTo(old.getParent());
            assertThat(old).doesNotExist();
        }
    }

    @Test
    void one_that_was_in_use_is_not_old() throws IOException {
        Path state = stateOf(Duration.ofHours(11));
        try (StateFolder used = StateFolder.take(dir, "topic")) {
            assertThat(state).exists();
            used.markUsed();
        }
        assertThat(Files.getLastModifiedTime(dir.resolve("topic").resolve("1.used")).toInstant())
                .isAfter(Instant.now().minus(Duration.ofHours(1)));
    }

    /** What a ledger left there that ended this long ago. */
    private Path stateOf(Duration ago) throws IOException {
        try (StateFolder folder = StateFolder.take(dir, "topic")) {
            Path state = Files.createDirectories(folder.path()).resolve("state");
            Files.writeString(state, "calls");
            folder.markUsed();
            Files.setLastModifiedTime(dir.resolve("topic").resolve("1.used"),
                    FileTime.from(Instant.now().minus(ago)));
            return state;
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
