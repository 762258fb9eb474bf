package io.callqueue.call;

import java.time.Instant;

/** Who comes back to a call after a move. */
public sealed interface Keeping {
    /** A timer in Redis, at this moment. */
    record Timer(Instant at) implements Keeping {}

    /** The parked calls of its campaign in Redis, from where it comes back when the campaign may go on. */
    record Parked() implements Keeping {}

    /** Whoever kept it before: the move did not change that. */
    record Same() implements Keeping {}

    /** Nobody: the call is final. */
    record Nobody() implements Keeping {}
}
