package io.callqueue.simulator.behavior;

/**
 * Shapes of identity that Plivo is known to answer with.
 *
 * @param callUuidDiffers the call_uuid is another than the request_uuid; by default they are one
 * @param requestUuidArray the create's answer carries {@code "request_uuid":["…"]} for a single number too
 */
public record Ids(boolean callUuidDiffers, boolean requestUuidArray) {
    public static final Ids PLAIN = new Ids(false, false);

    public Ids withCallUuidDiffers(boolean differs) {
        return new Ids(differs, requestUuidArray);
    }

    public Ids withRequestUuidArray(boolean array) {
        return new Ids(callUuidDiffers, array);
    }
}
