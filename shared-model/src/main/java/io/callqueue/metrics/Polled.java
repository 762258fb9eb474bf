package io.callqueue.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is asked for every few seconds for gauges: so a scrape waits for nobody. What nobody could say for a while is not a number.
 */
public final class Polled<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Polled.class);
    private static final int MISSED_ROUNDS = 3;
    private final String what;
    private final Duration every;
    private final Supplier<? extends Future<T>> question;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService thread;
    private volatile Optional<Seen<T>> last = Optional.empty();

    private record Seen<T>(T answer, long atNanos) {}

    /** @param question answered by a future that fails when nobody knows */
    public Polled(String what, Duration every, Supplier<? extends Future<T>> question, LongSupplier nanoTime) {
        this.what = what;
        this.every = every;
        this.question = question;
        this.nanoTime = nanoTime;
        this.thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name(what).factory());
    }

    public void start() {
        var unused = thread.scheduleWithFixedDelay(this::askOnce, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    void askOnce() {
        try {
            last = Optional.of(new Seen<>(question.get().get(), nanoTime.getAsLong()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | CompletionException e) {
            LOG.debug("{} are not known now: {}", what, String.valueOf(e.getCause()));
        } catch (RuntimeException e) {
            LOG.error("a bug in asking for {}, trying again", what, e);
        }
    }

    /** This number of the last answer; NaN without one, or when it is too old. */
    public double number(ToDoubleFunction<T> of) {
        long oldest = every.multipliedBy(MISSED_ROUNDS).toNanos();
        return last.filter(seen -> nanoTime.getAsLong() - seen.atNanos() <= oldest)
                .map(seen -> of.applyAsDouble(seen.answer())).orElse(Double.NaN);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
