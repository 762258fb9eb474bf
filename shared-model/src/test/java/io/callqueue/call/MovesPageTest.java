package io.callqueue.call;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The diagram in {@code docs/moves.md} is what the code says; with {@code -Dcallqueue.docs.write=true} it is made so. */
class MovesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "moves.md");
    private static final Pattern DIAGRAM = Pattern.compile("```mermaid\n.*?```", Pattern.DOTALL);

    @Test
    void the_page_shows_the_moves_of_the_code() throws IOException {
        if (Boolean.getBoolean("callqueue.docs.write")) {
            Files.writeString(PAGE,
                    DIAGRAM.matcher(Files.readString(PAGE)).replaceFirst(Matcher.quoteReplacement(diagram())));
        }
        assertThat(Files.readString(PAGE)).as("out of date: run this test with -Dcallqueue.docs.write=true")
                .contains(diagram());
    }

    private static String diagram() {
        String moves = Step.table().stream().map(step -> line(step.from().word(), step.to().word()))
                .collect(Collectors.joining());
        String ends = Stream.of(CallStatus.values()).filter(CallStatus::isFinal)
                .map(status -> line(status.word(), "[*]")).collect(Collectors.joining());
        return "```mermaid\nstateDiagram-v2\n" + line("[*]", CallStatus.QUEUED.word())
                + line("[*]", CallStatus.SCHEDULED.word()) + moves + ends + "```";
    }

    private static String line(String from, String to) {
        return "    " + from + " --> " + to + "\n";
    }
}
