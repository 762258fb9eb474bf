package io.callqueue.dispatcher.admission;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes who waits for a slot as soon as this pod gave one back. */
public final class FreedSlots {
    private final Semaphore freed = new Semaphore(0);

    void signal() {
        if (freed.availablePermits() == 0) {
            freed.release();
        }
    }

    /** Returns when a slot was given back, or after {@code most}: another pod may have given one back. */
    public void await(Duration most) throws InterruptedException {
        if (freed.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
            freed.drainPermits();
        }
    }
}
