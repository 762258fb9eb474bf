package io.callqueue.dispatcher;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import io.callqueue.dispatcher.control.ControlReader;
import io.callqueue.dispatcher.dispatch.Clearance;
import io.callqueue.dispatcher.dispatch.DispatchLoop;
import io.callqueue.dispatcher.intake.Intake;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.dispatcher.plivo.PlivoReporter;
import io.callqueue.dispatcher.reconcile.LeaseWatch;
import io.callqueue.kafka.BatchConsumer;

/** Starts the dispatcher's threads, and stops them in an order that leaves nothing half done: no new dials, records to other pods, dials on their way, the rest. */
final class Running implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Running.class);
    private final Intake intake;
    private final DispatchLoop loop;
    private final Clearance clearance;
    private final List<BatchConsumer> readers;
    private final LeaseWatch watch;
    private final ControlReader control;
    private final PlivoReporter reporter;
    private final Outage outage;
    private final Duration drain;
    private final URI plivo;
    private volatile boolean running;

    Running(Intake intake, DispatchLoop loop, Clearance clearance, List<BatchConsumer> readers, LeaseWatch watch,
            ControlReader control,
            PlivoReporter reporter,
            Outage outage,
            Duration drain,
            URI plivo) {
        this.intake = intake;
        this.loop = loop;
        this.clearance = clearance;
        this.readers = readers;
        this.watch = watch;
        this.control = control;
        this.reporter = reporter;
        this.outage = outage;
        this.drain = drain;
        this.plivo = plivo;
    }

    @Override
    public void start() {
        readers.forEach(BatchConsumer::start);
        control.start();
        reporter.start();
        watch.start();
        awaitControl();
        intake.start();
        loop.start();
        clearance.start();
        running = true;
        LOG.info("dispatcher is ready, dialing through {}", plivo);
    }

    /** Nothing is dialed by limits and a do-not-call list that are not all there yet. */
    private void awaitControl() {
        try {
            control.awaitInForce();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while it read calls.control", e);
        }
    }

    @Override
    public void stop() {
        loop.close(drain);
        clearance.close();
        intake.close(); // what is on its way needs its record no more
        loop.awaitDials(drain);
        outage.stop();
        watch.close();
        control.close();
        reporter.close();
        readers.forEach(BatchConsumer::close);
        running = false;
        LOG.info("dispatcher stopped");
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
