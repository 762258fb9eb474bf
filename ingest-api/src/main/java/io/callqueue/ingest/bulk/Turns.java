package io.callqueue.ingest.bulk;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets a few batches in at a time. */
final class Turns {
    private final Semaphore free;

    Turns(int atOnce) {
        this.free = new Semaphore(atOnce);
    }

    /** A turn, if one is free; to be closed when the batch is done with. */
    Optional<Turn> take() {
        return free.tryAcquire() ? Optional.of(new Turn()) : Optional.empty();
    }

    /** The right to hold one batch in memory. */
    final class Turn implements AutoCloseable {
        private final AtomicBoolean over = new AtomicBoolean();

        @Override
        public void close() {
            if (over.compareAndSet(false, true)) {
                free.release();
            }
        }
    }
}
