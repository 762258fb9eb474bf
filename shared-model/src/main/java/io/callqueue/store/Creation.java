package io.callqueue.store;

import io.callqueue.call.Call;

/** What came of creating a call; each with the call as it now stands. */
public sealed interface Creation {
    Call call();

    record Created(Call call) implements Creation {}

    /** The same request was there before. */
    record Existing(Call call) implements Creation {}

    /** Another request was there before under the same id. */
    record Conflict(Call call) implements Creation {}
}
