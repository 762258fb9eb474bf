package io.callqueue.standalone.caps;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The calls in the order in which they got their first permit, as Redis itself tells it
 * (<a href="https://redis.io/docs/latest/commands/monitor/">MONITOR</a>): what is dialed in another order was permitted in this one.
 */
final class Permits implements AutoCloseable {
    private static final Pattern LEASE = Pattern
            .compile(" lua] \"ZADD\" \"leases:\\{admission}\" \"[^\"]+\" \"([^/\"]+)/");
    private final Socket redis;
    private final SequencedSet<String> calls = new LinkedHashSet<>();
    private final Thread reader;

    Permits(int port) throws IOException {
        this.redis = new Socket("127.0.0.1", port);
        redis.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
        this.reader = Thread.ofVirtual().name("permits").start(this::read);
    }

    private void read() {
        try (BufferedReader log = new BufferedReader(
                new InputStreamReader(redis.getInputStream(), StandardCharsets.UTF_8))) {
            log.lines().map(LEASE::matcher).filter(Matcher::find).map(found -> found.group(1)).forEach(this::granted);
        } catch (UncheckedIOException | SocketException e) {
            // closed: nobody asks any more
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void granted(String call) {
        calls.add(call);
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        redis.close();
        reader.join();
    }
}
