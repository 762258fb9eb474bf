package io.callqueue.dispatcher.plivo;

import java.util.Optional;

/**
 * A number that calls are dialed from.
 *
 * @param number E.164
 * @param ratePerSecond dials in any rolling second from this number over all pods; empty for any
 */
public record CallerNumber(String number, Optional<Double> ratePerSecond) {
    private static final char MARK = '@';

    /** As the scripts are told it. */
    public String rate() {
        return ratePerSecond.map(String::valueOf).orElse("");
    }

    /** The name of a lease tells the number that its attempt is dialed from. */
    public String mark(String lease) {
        return lease + MARK + number;
    }

    /** The number that an attempt under this lease is dialed from; empty when its name does not tell. */
    public static Optional<String> of(String lease) {
        int mark = lease.lastIndexOf(MARK);
        return mark < 0 ? Optional.empty() : Optional.of(lease.substring(mark + 1));
    }
}
