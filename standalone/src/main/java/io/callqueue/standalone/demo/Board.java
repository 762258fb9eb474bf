package io.callqueue.standalone.demo;

import java.io.PrintStream;
import java.time.Duration;

import tools.jackson.databind.JsonNode;

/** Shows the campaign while it runs: one line that is written over on a terminal, a line now and then elsewhere. */
final class Board {
    private static final Duration PLAIN_LINES = Duration.ofSeconds(3);
    private final PrintStream out;
    private final boolean terminal;
    private Duration lastPlain = Duration.ofSeconds(-10);

    Board(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(Duration elapsed, JsonNode status) {
        String line = "%5.1f s  pending %3d  scheduled %2d  retrying %2d  active %2d  completed %3d  failed %2d"
                .formatted(
                        elapsed.toMillis() / 1000.0, status.path("pending").path("total").asInt(),
                        status.path("scheduled").asInt(),
                        status.path("retrying").asInt(), status.path("active").asInt(),
                        status.path("completed").asInt(),
                        status.path("failed").asInt());
        if (terminal) {
            out.print("\r\u001b[2K" + line);
            out.flush();
        } else if (elapsed.minus(lastPlain).compareTo(PLAIN_LINES) >= 0) {
            out.println(line);
            lastPlain = elapsed;
        }
    }

    void done() {
        if (terminal) {
            out.println();
        }
    }
}
