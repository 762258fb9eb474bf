package io.callqueue.simulator.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What goes back over the connection, if anything does. */
public sealed interface Reply {
    /** @param headers in addition to the content type */
    record Whole(int status, String contentType, byte[] body, Map<String, String> headers) implements Reply {}

    /** For answers too large to build in memory; always a 200. */
    record Streamed(String contentType, Body body) implements Reply {}

    /** The connection is closed without one byte of an answer. */
    record Dropped() implements Reply {}

    /** Writes the body; closing the stream is the server's job. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    static Reply json(int status, byte[] body) {
        return new Whole(status, "application/json", body, Map.of());
    }

    static Reply text(int status, String contentType, String body) {
        return new Whole(status, contentType, body.getBytes(UTF_8), Map.of());
    }

    static Reply empty(int status) {
        return new Whole(status, "", new byte[0], Map.of());
    }
}
