package io.callqueue.scheduler.failed;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;

/**
 * The id of the call that is made in the place of a failed one. It follows from that one, so that however often it is made, it is one call.
 *
 * @param readable such as {@code call-456.r1}, and {@code call-456.r2} in the place of that
 * @param spare where somebody else's call has that id, or where it would be too long
 */
record NewIds(CallId readable, CallId spare) {
    private static final Pattern RETRY = Pattern.compile("(.+)\\.r([1-9][0-9]{0,5})");

    static NewIds of(Call failed) {
        CallId spare = spare(failed.id());
        String readable = readable(failed);
        return new NewIds(CallId.isValid(readable) ? new CallId(readable) : spare, spare);
    }

    /** Only what is known to be made in another one's place is counted on: others may be named so by chance. */
    private static String readable(Call failed) {
        Matcher parts = RETRY.matcher(failed.id().value());
        return failed.order().retryOf().isPresent() && parts.matches()
                ? parts.group(1) + ".r" + (Integer.parseInt(parts.group(2)) + 1)
                : failed.id() + ".r1";
    }

    private static CallId spare(CallId failed) {
        return new CallId("retry-"
                + UUID.nameUUIDFromBytes(("in place of " + failed).getBytes(StandardCharsets.UTF_8)));
    }
}
