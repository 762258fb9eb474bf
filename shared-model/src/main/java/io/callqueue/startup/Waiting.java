package io.callqueue.startup;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for what a service can not do without, and says so. */
final class Waiting {
    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private Waiting() {}

    /** Tries until it works; a failure that is not {@code away} is thrown as it is. */
    static <T> T until(String what, Predicate<Exception> away, Callable<T> tried) throws InterruptedException {
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
            }
            if (!said) {
                LOG.warn("waiting for {}: it does not answer yet", what);
                said = true;
            }
            Thread.sleep(BETWEEN);
        }
    }
}
