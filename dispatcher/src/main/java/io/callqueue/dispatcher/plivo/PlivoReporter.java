package io.callqueue.dispatcher.plivo;

import java.util.concurrent.CompletionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.control.PlivoHealth;

/** Tells the other services how Plivo is, for their health. */
public final class PlivoReporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlivoReporter.class);
    private final PlivoCircuit circuit;
    private final PlivoHealth health;
    private final Thread loop;

    public PlivoReporter(PlivoCircuit circuit, PlivoHealth health) {
        this.circuit = circuit;
        this.health = health;
        this.loop = Thread.ofVirtual().name("plivo-health").unstarted(this::run);
    }

    public void start() {
        loop.start();
    }

    private void run() {
        try {
            while (true) {
                report();
                Thread.sleep(PlivoHealth.REPORTED_EVERY);
            }
        } catch (InterruptedException e) {
            LOG.debug("plivo-health was interrupted to stop");
        }
    }

    private void report() {
        try {
            circuit.away().ifPresentOrElse(why -> health.reportDown(why).join(), () -> {
                if (circuit.hasAnswered()) {
                    health.reportUp().join();
                }
            });
        } catch (CompletionException e) {
            LOG.debug("Redis is away: nobody hears how Plivo is", e);
        }
    }

    @Override
    public void close() {
        loop.interrupt();
    }
}
