package io.callqueue.call;

import java.time.Instant;

/** Who comes back to a call after a move. */
public sealed interface Keeping {
    /** A timer in Redis, at this moment. */
    record Timer(Instant at) implements Keeping {}

    /** Whoever kept it before: the move did not change that. */
    record Same() implements Keeping {}

    /** Nobody: the call is final. */
    record Nobody() implements Keeping {}
}
