package io.callqueue.store;

import java.util.Optional;

import io.callqueue.call.Call;

/** What came of a move. */
public sealed interface Update {
    /** The move was made; the call as it now stands. */
    record Moved(Call call) implements Update {}

    /** Nothing was to be done; the call as it stands. */
    record Stayed(Call call) implements Update {}

    /** Redis does not know the call. */
    record Absent() implements Update {}

    /** The call as it now stands, whether it moved or not. */
    default Optional<Call> known() {
        return switch (this) {
            case Moved(Call call) -> Optional.of(call);
            case Stayed(Call call) -> Optional.of(call);
            case Absent() -> Optional.empty();
        };
    }
}
