package io.callqueue.dispatcher.plivo;

import java.util.Optional;

/** What came of one request to dial. */
public sealed interface DialResult {
    /** Plivo has it. */
    record Accepted(Optional<String> requestUuid) implements DialResult {}

    /** Plivo said no: the phone does not ring. */
    record Refused(int httpStatus, String error) implements DialResult {}

    /** It surely did not arrive, or was turned away unread (429): it may be sent again. */
    record NotArrived(String error) implements DialResult {}

    /** It did not leave: its moment had passed, or nobody wanted it any more. */
    record Missed(String why) implements DialResult {}

    /** Nobody knows: only Plivo's lists can tell. */
    record InDoubt(String error) implements DialResult {}
}
