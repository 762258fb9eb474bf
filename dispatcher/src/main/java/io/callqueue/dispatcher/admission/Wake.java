package io.callqueue.dispatcher.admission;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes who waits for a permit as soon as anything changed that may bring one: a slot was given back, a more urgent record came. */
public final class Wake {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private boolean arrived;
    private boolean freed;

    /** A record came. */
    public void arrived() {
        ring(() -> arrived = true);
    }

    /** A slot was given back. */
    public void freed() {
        ring(() -> freed = true);
    }

    private void ring(Runnable what) {
        lock.lock();
        try {
            what.run();
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns when a record came, or a slot was given back, since the last time; or after {@code most}: a message may have been lost.
     *
     * @param forSlot whether it is a slot that is missing; if not, those that are given back wake nobody
     */
    public void await(Duration most, boolean forSlot) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while (left > 0 && !arrived && !(forSlot && freed)) {
                left = rung.awaitNanos(left);
            }
            arrived = false;
            freed = false;
        } finally {
            lock.unlock();
        }
    }
}
