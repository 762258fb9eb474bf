package io.callqueue.infra.redis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The few words of the Redis protocol that need no client library: one inline command, one answer. */
public final class Wire {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Wire() {}

    /**
     * The answer without its type prefix.
     *
     * @throws IOException if there is no server, or it answers with an error
     */
    public static String ask(String host, int port, String command) throws IOException {
        return ask(host, port, command, PATIENCE);
    }

    /** @param patience with the connection, and with the answer */
    static String ask(String host, int port, String command, Duration patience) throws IOException {
        int millis = (int) patience.toMillis();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return answer(new BufferedInputStream(socket.getInputStream()));
        }
    }

    private static String answer(InputStream in) throws IOException {
        String line = line(in);
        String rest = line.isEmpty() ? "" : line.substring(1);
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> new String(in.readNBytes(Integer.parseInt(rest)), StandardCharsets.UTF_8);
            default -> throw new IOException("Redis answered: " + line);
        };
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
