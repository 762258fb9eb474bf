package io.callqueue.dispatcher.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.dispatcher.intake.Candidate;
import io.callqueue.dispatcher.intake.Lines;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.log.About;
import io.callqueue.tracing.TraceHeaders;

/**
 * One thread that looks at the next records again and again, so that a more urgent one that arrives while it waits goes first. While Redis
 * or Kafka is away nothing is dialed.
 */
public final class DispatchLoop {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchLoop.class);
    private static final Duration IDLE = Duration.ofMillis(100);
    private static final Duration OUTAGE = Duration.ofMillis(200);
    private static final Duration ASIDE = Duration.ofMinutes(1);
    private static final int LARGEST_BATCH = 32;
    private final Lines lines;
    private final Dispatch dispatch;
    private final Semaphore workers;
    private final int workerCount;
    private final Thread loop;
    private volatile boolean closing;
    private boolean outage;
    /** How many records are looked at in one go: one more than got a permit lately, and twice as many when all did. */
    private int batch = 1;

    /** @param workers how many dials may be on their way at once */
    public DispatchLoop(Lines lines, Dispatch dispatch, int workers) {
        this.lines = lines;
        this.dispatch = dispatch;
        this.workers = new Semaphore(workers);
        this.workerCount = workers;
        this.loop = Thread.ofPlatform().name("dispatch").unstarted(this::run);
    }

    public void start() {
        loop.start();
    }

    private void run() {
        try {
            while (!closing) {
                round();
            }
        } catch (InterruptedException e) {
            LOG.debug("dispatch was interrupted to stop");
        }
    }

    private void round() throws InterruptedException {
        if (!workers.tryAcquire()) {
            dispatch.standBack();
            if (!workers.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        int free = 1;
        while (free < batch && workers.tryAcquire()) {
            free++;
        }
        List<Work> work = new ArrayList<>();
        try {
            next(free, work);
        } finally {
            work.forEach(each -> Thread.ofVirtual().name("dial").start(() -> work(each)));
            workers.release(free - work.size());
        }
        batch = work.size() < free ? work.size() + 1 : Math.min(LARGEST_BATCH, batch * 2);
        dispatch.await();
    }

    private void next(int most, List<Work> work) throws InterruptedException {
        List<Candidate> candidates = lines.peek(IDLE, most);
        try {
            dispatch.consider(candidates, work);
            outage = false;
        } catch (RuntimeException e) {
            if (Outage.isOutage(e)) {
                sitOut(e);
            } else {
                setAside(candidates, e);
            }
        } catch (LinkageError e) {
            LOG.error("a bug, looking again", e);
            Thread.sleep(OUTAGE);
        }
    }

    private void sitOut(RuntimeException failure) throws InterruptedException {
        if (!outage) {
            LOG.warn("nothing is dialed until Redis and Kafka are back: {}", String.valueOf(failure));
            outage = true;
        }
        Thread.sleep(OUTAGE);
    }

    /** A bug: they are looked at one by one, and the one that does it stands aside for a while; it stays uncommitted. */
    private void setAside(List<Candidate> candidates, RuntimeException bug) {
        if (candidates.size() == 1) {
            Candidate candidate = candidates.getFirst();
            try (About unused = About.record(candidate.id())) {
                LOG.error("record {}/{}@{} stands aside", candidate.origin().topic(), candidate.origin().partition(),
                        candidate.origin().offset(), bug);
            }
            lines.postpone(candidate, ASIDE);
        }
    }

    private void work(Work work) {
        try (About unused = About.record(work.candidate().id());
                Scope theirs = TraceHeaders.enter(work.candidate().origin().headers())) {
            step(work);
        }
    }

    private void step(Work work) {
        try {
            work.step().run();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("given up; the call's timer brings it back, or its record, which is looked at again", e);
            lines.putBack(work.candidate(), ASIDE);
        } finally {
            workers.release();
        }
    }

    /** Takes no further record, for which others wait no longer; the dials go on. */
    public void close(Duration most) {
        closing = true;
        try {
            loop.join(most);
            dispatch.standBack();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.info("others wait a second longer for what is not dialed here any more: {}", String.valueOf(e));
        }
    }

    /** Waits for the dials on their way. */
    public void awaitDials(Duration most) {
        try {
            boolean drained = workers.tryAcquire(workerCount, most.toMillis(), TimeUnit.MILLISECONDS);
            if (!drained) {
                LOG.warn("{} dials were still on their way; their timers bring them back",
                        workerCount - workers.availablePermits());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
