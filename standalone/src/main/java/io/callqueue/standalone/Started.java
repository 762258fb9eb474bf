package io.callqueue.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this process has started, to be stopped in the opposite order: by the end of the command, by Ctrl-C, or by SIGTERM. */
public final class Started implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Started.class);
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private volatile Optional<Thread> starter = Optional.empty();
    private volatile boolean closed;

    /** Stops everything when this process is told to end. */
    public Started stopOnSignal() {
        onEnd(this::stop);
        return this;
    }

    /** The same, and exits with 0: to be told to end is no failure of a service. A failure's own exit code stays. */
    public Started exitOnSignal() {
        onEnd(() -> {
            if (stop()) {
                Runtime.getRuntime().halt(0);
            }
        });
        return this;
    }

    private static void onEnd(Runnable step) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(step));
    }

    /** Whether it ran until now; what is being started, perhaps waiting for Kafka or Redis, is given up. */
    private boolean stop() {
        boolean ran = !closed;
        starter.ifPresent(Thread::interrupt);
        close();
        return ran;
    }

    /** Starts a part and remembers it; once stopped, nothing more is started. */
    public synchronized <T extends AutoCloseable> T start(Supplier<T> start) {
        if (closed) {
            throw new IllegalStateException("stopping");
        }
        starter = Optional.of(Thread.currentThread());
        try {
            T part = start.get();
            parts.push(part);
            return part;
        } finally {
            starter = Optional.empty();
        }
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
