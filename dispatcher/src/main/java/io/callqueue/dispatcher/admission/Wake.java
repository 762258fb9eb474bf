package io.callqueue.dispatcher.admission;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes who waits for a permit as soon as anything changed that may bring one: a slot was given back, a more urgent record came. */
public final class Wake {
    private final Semaphore rung = new Semaphore(0);

    public void ring() {
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    /** Returns when it was rung since the last time, or after {@code most}: a message may have been lost. */
    public void await(Duration most) throws InterruptedException {
        if (rung.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
            rung.drainPermits();
        }
    }
}
