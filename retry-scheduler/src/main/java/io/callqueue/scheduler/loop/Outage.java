package io.callqueue.scheduler.loop;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once when something can not be done, however often it is tried, and once when it works again. For one thread. */
public final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    private final String consequence;
    private boolean underWay;

    /** @param consequence what does not happen meanwhile, and what comes of it by itself */
    public Outage(String consequence) {
        this.consequence = consequence;
    }

    public void noticed(Throwable failure) {
        if (!underWay) {
            underWay = true;
            LOG.warn("{}: {}", consequence, String.valueOf(cause(failure)));
        }
    }

    public void over() {
        if (underWay) {
            underWay = false;
            LOG.info("no longer so: {}", consequence);
        }
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wrapped = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapped && cause != null ? cause : failure;
    }
}
