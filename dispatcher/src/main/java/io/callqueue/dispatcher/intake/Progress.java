package io.callqueue.dispatcher.intake;

import java.util.Optional;
import java.util.TreeSet;

/** Which records of one partition are done, in whatever order they got done: commits may go up to the oldest that is not. */
final class Progress {
    private final TreeSet<Long> open = new TreeSet<>();
    private long nextOffset = -1;
    private long committed = -1;

    /** A record was fetched; records come in the order of their offsets. */
    void opened(long offset) {
        open.add(offset);
        nextOffset = offset + 1;
    }

    /** Everything before this offset was read: behind the last record there may be what a transaction left. */
    void reached(long offset) {
        nextOffset = Math.max(nextOffset, offset);
    }

    /** A record needs nothing more from us. */
    void done(long offset) {
        open.remove(offset);
    }

    /** The offset to commit, if it is further than the last one. */
    Optional<Long> toCommit() {
        long commit = open.isEmpty() ? nextOffset : open.first();
        if (commit <= committed) {
            return Optional.empty();
        }
        committed = commit;
        return Optional.of(commit);
    }

    /** A commit did not go through: it is to be tried again. */
    void notCommitted() {
        committed = -1;
    }
}
