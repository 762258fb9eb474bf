package io.callqueue.dispatcher.dial;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.callqueue.dispatcher.admission.Admission;
import io.callqueue.dispatcher.admission.SendMoment;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.dispatcher.plivo.Departure;

/**
 * The moments of one dial, one after the other until the request leaves at one. They come once there is a connection, which stays: it
 * may have taken longer to make than any moment is good for.
 */
final class Moments implements Departure {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private final Admission admission;
    private final Outage outage;
    private final LongSupplier nanoTime;
    private final Runnable missed;
    private final String lease;
    private final long lastNanos;
    private final BooleanSupplier wanted;
    private Optional<SendMoment> first;
    private Optional<SendMoment> unused = Optional.empty();
    private @Nullable RuntimeException failure;
    private boolean isWanted = true;
    private boolean further;
    private Duration pause = SHORTEST_PAUSE;

    /**
     * @param missed told of each moment that passed while nothing left
     * @param lastNanos nothing leaves after this moment of the monotonic clock
     * @param wanted asked before each further moment
     */
    Moments(Admission admission, Outage outage, LongSupplier nanoTime, Runnable missed, String lease,
            SendMoment first, long lastNanos, BooleanSupplier wanted) {
        this.admission = admission;
        this.outage = outage;
        this.nanoTime = nanoTime;
        this.missed = missed;
        this.lease = lease;
        this.first = Optional.of(first);
        this.lastNanos = lastNanos;
        this.wanted = wanted;
    }

    /** Whether there may be another one for this dial. */
    boolean mayCome() {
        return isWanted && !isPast(lastNanos);
    }

    /** What went wrong here, and not with Plivo. */
    void rethrow() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void await(Duration most) throws MissedException {
        try {
            awaitUntil(Math.min(most.toNanos(), lastNanos - nanoTime.getAsLong()) + nanoTime.getAsLong());
        } catch (RuntimeException e) {
            failure = e;
            throw new MissedException(String.valueOf(e));
        }
    }

    private void awaitUntil(long untilNanos) throws MissedException {
        while (isWanted && !isPast(untilNanos)) {
            Optional<SendMoment> moment = next();
            if (moment.isEmpty()) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            } else if (leavesAt(moment.get(), untilNanos)) {
                return;
            } else {
                missed.run();
                leaveToOthers(moment.get(), untilNanos);
            }
        }
        throw new MissedException(isWanted
                ? "no send moment in time"
                : "not wanted any more when it waited for a send moment: cancelled, paused, or a do-not-call number by now");
    }

    /** Waits for it; false when it is too late then, or would be. What nothing can leave at others may have, so it is not waited for. */
    private boolean leavesAt(SendMoment moment, long untilNanos) {
        long now = nanoTime.getAsLong();
        if (moment.earliestNanos() - untilNanos > 0 || moment.isMissed(now)) {
            return false;
        }
        while (now - moment.earliestNanos() < 0) {
            LockSupport.parkNanos(moment.earliestNanos() - now);
            now = nanoTime.getAsLong();
        }
        return !moment.isMissed(now) && !isPast(untilNanos);
    }

    /** Empty when none is near, or the call is not wanted any more. */
    private Optional<SendMoment> next() {
        further = first.isEmpty();
        if (further && !wanted.getAsBoolean()) {
            isWanted = false;
            return Optional.empty();
        }
        Optional<SendMoment> moment = first.isPresent()
                ? first
                : outage.outlast("a further send moment", () -> admission.nextMoment(lease, unused));
        unused = Optional.empty();
        first = Optional.empty();
        return moment;
    }

    /**
     * The first one may have lain behind other steps, or the making of a connection; after that this pod, or its way to Redis, is too slow
     * for now, and leaves the moments to other pods, longer each time.
     */
    private void leaveToOthers(SendMoment missed, long untilNanos) {
        if (!further) {
            unused = Optional.of(missed);
            return;
        }
        outage.outlast("a moment that was not used", () -> {
            admission.giveBack(lease, missed);
            return missed;
        });
        LockSupport.parkNanos(Math.min(pause.toNanos(), untilNanos - nanoTime.getAsLong()));
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    private boolean isPast(long nanos) {
        return nanoTime.getAsLong() - nanos > 0;
    }
}
