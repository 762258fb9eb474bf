package io.callqueue.call;

import java.time.Duration;

/** What the end of an attempt means for its call. */
public sealed interface Verdict {
    /** The conversation took place. */
    record Complete() implements Verdict {}

    /** No further attempt. */
    record Fail() implements Verdict {}

    /**
     * Another attempt after this time.
     *
     * @param counted whether it uses up one of {@code max_retries}
     */
    record Retry(Duration delay, boolean counted) implements Verdict {}

    /** Another attempt would follow, but nobody wants the call any more. */
    record Cancel() implements Verdict {}

    /** The attempt did not take place, and the reason is not the call's: it waits this long, no retry is used up. */
    record Defer(Duration delay) implements Verdict {}
}
