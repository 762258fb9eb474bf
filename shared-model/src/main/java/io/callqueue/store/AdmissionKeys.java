package io.callqueue.store;

import java.time.Duration;

/** The keys of admission that more than one part of callqueue knows. What makes use of them is in the dispatcher. */
public final class AdmissionKeys {
    /** All held leases, by the ms at which they lapse; with {@code :<campaign>}, those of a campaign. */
    public static final String LEASES = "leases:{admission}";
    /** By callee's number, the lease of its open attempt. */
    public static final String CALLEES = "callees:{admission}";
    /** The latest send moments, by when their dials are at Plivo for sure; with an epoch and what narrows them, those under other rates than the account's. */
    public static final String MOMENTS = "send-moments:{admission}";
    /** The priorities that wait, by pod. */
    public static final String DEMAND = "demand:{admission}";
    /** With {@code :<number>}, the attempts to a number while these are capped, by the ms at which each was dialed. */
    public static final String DIALS = "dials:{admission}";
    /** Longer than a look-up comes after its attempt, unless Plivo could not be asked for as long. */
    public static final Duration TRACES_KEPT = Duration.ofHours(1);

    private AdmissionKeys() {}

    public static String dials(String number) {
        return DIALS + ":" + number;
    }

    /** The lease whose attempt had this id at Plivo, after it ended. */
    public static String trace(String plivoUuid) {
        return "trace:{admission}:" + plivoUuid;
    }
}
