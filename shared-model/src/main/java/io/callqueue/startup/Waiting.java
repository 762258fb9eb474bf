package io.callqueue.startup;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for what a service can not do without, and says so. */
final class Waiting {
    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private Waiting() {}

    /** Tries once a second until it works; a failure that is not {@code away} is thrown as it is. */
    static <T> T until(String what, Predicate<Exception> away, Callable<T> tried) throws InterruptedException {
        return until(what, BETWEEN, away, tried);
    }

    static <T> T until(String what, Duration between, Predicate<Exception> away, Callable<T> tried)
            throws InterruptedException {
        boolean said = false;
        while (true) {
            try {
                T result = tried.call();
                if (said) {
                    LOG.info("{} is there, going on", what);
                }
                return result;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                if (!away.test(e)) {
                    throw e instanceof RuntimeException known
                            ? known
                            : new IllegalStateException(what + " can not be used: " + e.getMessage(), e);
                }
                if (!said) {
                    LOG.warn("waiting for {}: {}", what, reason(e));
                    said = true;
                }
            }
            Thread.sleep(between);
        }
    }

    /** The innermost message says what is wrong: connection refused, a wrong password, an unknown host. */
    private static String reason(Throwable failure) {
        @Nullable
        Throwable cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : reason(cause);
    }
}
