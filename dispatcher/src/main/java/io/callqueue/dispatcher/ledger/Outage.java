package io.callqueue.dispatcher.ledger;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import io.lettuce.core.RedisException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps that must be taken once begun: while Redis or Kafka is away they are tried again. Whoever uses it can bear the step twice. */
public final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private volatile boolean stopping;

    /** From here on a step that fails is given up: what is left is for another pod, by timers and redelivery. */
    public void stop() {
        stopping = true;
    }

    /** Takes a step, however long the outage lasts. Any other failure is thrown as it is. */
    public <T> T outlast(String what, Supplier<T> step) {
        boolean said = false;
        while (true) {
            try {
                return step.get();
            } catch (RuntimeException e) {
                if (!isOutage(e) || stopping) {
                    throw e;
                }
                if (!said) {
                    LOG.warn("{}: will be tried until it works: {}", what, String.valueOf(cause(e)));
                    said = true;
                }
                pause(e);
            }
        }
    }

    /** Whether Redis or Kafka was away, or answered too late. */
    public static boolean isOutage(RuntimeException failure) {
        Throwable cause = cause(failure);
        return cause instanceof RedisException
                || (cause instanceof KafkaException && !(cause instanceof RecordTooLargeException));
    }

    private static Throwable cause(RuntimeException failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static void pause(RuntimeException failure) {
        try {
            Thread.sleep(BETWEEN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
