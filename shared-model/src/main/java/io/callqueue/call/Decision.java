package io.callqueue.call;

import java.util.Optional;

/** What shall become of a call, decided without touching it. */
public sealed interface Decision {

    /**
     * A move.
     *
     * @param closed the attempt that this move ended, or of which more became known, for its history
     */
    record Change(Call next, Keeping keeping, Optional<Attempt> closed) implements Decision {}

    /** Nothing: the input is a duplicate, or too late. */
    record Stay() implements Decision {}
}
