package io.callqueue.dispatcher.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.control.CampaignSettings;
import io.callqueue.control.ControlStore;
import io.callqueue.dispatcher.intake.Candidate;
import io.callqueue.dispatcher.intake.Lines;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.log.About;

/**
 * Ends the calls of cancelled campaigns out of the lines, wherever they stand there. In their turn they would wait for the dials of those
 * before them, and keep the records behind them from being read, for an end that costs no permit.
 */
public final class Clearance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clearance.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration ASIDE = Duration.ofMinutes(1);
    /** After a record whose end failed: it is among the first that are found again. */
    private static final Duration AFTER_BUG = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    /** Few, so that dials find their way to Redis and Kafka in between. */
    private static final int AT_ONCE = 50;
    private final Lines lines;
    private final ControlStore control;
    private final Dispatch dispatch;
    private final Thread loop;
    private volatile boolean closing;

    public Clearance(Lines lines, ControlStore control, Dispatch dispatch) {
        this.lines = lines;
        this.control = control;
        this.dispatch = dispatch;
        this.loop = Thread.ofPlatform().name("clearance").unstarted(this::run);
    }

    public void start() {
        loop.start();
    }

    private void run() {
        try {
            while (!closing) {
                Thread.sleep(round());
            }
        } catch (InterruptedException e) {
            LOG.debug("clearance was interrupted to stop");
        }
    }

    /** Answers how long to wait before the next one. */
    private Duration round() {
        try {
            Set<String> cancelled = cancelled(lines.campaigns());
            List<Work> work = cancelled.isEmpty() ? List.of() : ends(lines.of(cancelled, AT_ONCE));
            boolean ended = finish(work);
            return work.isEmpty() ? LOOK_AGAIN : ended ? Duration.ZERO : AFTER_BUG;
        } catch (RuntimeException e) {
            if (!Outage.isOutage(e)) {
                LOG.error("calls of cancelled campaigns wait for their turn: a bug", e);
            }
            return LOOK_AGAIN;
        } catch (LinkageError e) {
            LOG.error("calls of cancelled campaigns wait for their turn: a bug", e);
            return AFTER_BUG;
        }
    }

    /** One that can not be read keeps no other from its end; its turn in the line tells what is wrong with it. */
    private List<Work> ends(List<Candidate> found) {
        try {
            return dispatch.finish(found);
        } catch (RuntimeException e) {
            if (Outage.isOutage(e) || found.size() == 1) {
                throw e;
            }
            return found.stream().flatMap(each -> endsAlone(each).stream()).toList();
        }
    }

    /** What those before it have to do is not to be lost: whatever this is, it is left to the next round. */
    private List<Work> endsAlone(Candidate candidate) {
        try {
            return dispatch.finish(List.of(candidate));
        } catch (RuntimeException e) {
            LOG.debug("a record of a cancelled campaign can not be ended", e);
            return List.of();
        }
    }

    private Set<String> cancelled(Collection<String> campaigns) {
        Map<String, CompletableFuture<CampaignSettings>> asked = campaigns.stream()
                .collect(Collectors.toMap(Function.identity(), control::campaign));
        return asked.entrySet().stream().filter(each -> isCancelled(each.getValue().join())).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean isCancelled(CampaignSettings campaign) {
        return campaign.cancelled().filter(cancellation -> !cancellation.resumed()).isPresent();
    }

    /** Returns when all are finished: whether all could be. */
    boolean finish(List<Work> work) {
        AtomicBoolean all = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            work.forEach(each -> threads.execute(() -> {
                if (!finish(each)) {
                    all.set(false);
                }
            }));
        }
        return all.get();
    }

    private boolean finish(Work work) {
        try (About unused = About.record(work.candidate().id())) {
            return finishOrPutBack(work);
        }
    }

    private boolean finishOrPutBack(Work work) {
        try {
            work.step().run();
            return true;
        } catch (RuntimeException | LinkageError e) { // an error that nobody caught would leave the record open for ever
            LOG.error("given up; the record is looked at again", e);
            lines.putBack(work.candidate(), ASIDE);
            return false;
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            loop.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
