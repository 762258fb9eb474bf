package io.callqueue.scheduler.loop;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs rounds one after the other, on a thread of its own, until it is closed. */
public final class Loop implements AutoCloseable {
    /** One round; answers how long to wait before the next. */
    @FunctionalInterface
    public interface Round {
        Duration run() throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration AFTER_BUG = Duration.ofSeconds(1);
    /** Longer than Kafka takes to give up on a record, shorter than a pod is given to end. */
    private static final Duration LAST_ROUND = Duration.ofSeconds(20);
    private final String name;
    private final Round round;
    private final Thread thread;
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean closing;

    public Loop(String name, Round round) {
        this.name = name;
        this.round = round;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing) {
                Duration pause = runRound();
                boolean unused = wakes.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
                wakes.drainPermits();
            }
        } catch (InterruptedException e) {
            LOG.info("{}: interrupted, ending", name);
        }
    }

    /** Outages are the round's to bear; what it throws is a bug, which must not end the time of all calls. */
    private Duration runRound() throws InterruptedException {
        try {
            return round.run();
        } catch (RuntimeException e) {
            LOG.error("{}: a round failed, the next follows in {}", name, AFTER_BUG, e);
            return AFTER_BUG;
        }
    }

    /** The next round follows at once. */
    public void wake() {
        wakes.release();
    }

    /** Ends after the round at hand. */
    @Override
    public void close() {
        closing = true;
        wake();
        try {
            if (thread.isAlive() && !thread.join(LAST_ROUND)) {
                LOG.warn("{}: the last round takes longer than {}, going on without it", name, LAST_ROUND);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
