package io.callqueue.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this process has started, to be stopped in the opposite order: by the end of the command, by Ctrl-C, or by SIGTERM. */
public final class Started implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Started.class);
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean closed;

    /** Stops everything when this process is told to end. */
    public Started stopOnSignal() {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(this::close));
        return this;
    }

    /** Starts a part and remembers it; once stopped, nothing more is started. */
    public synchronized <T extends AutoCloseable> T start(Supplier<T> start) {
        if (closed) {
            throw new IllegalStateException("stopping");
        }
        T part = start.get();
        parts.push(part);
        return part;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop cleanly", part, e);
            }
        }
    }
}
