package io.callqueue.dispatcher.admission;

import io.callqueue.dispatcher.plivo.CallerNumber;

/**
 * A question for a permit.
 *
 * @param lease what the slot is to be named: {@code <call id>/<attempt>/<unique>}
 * @param demand what else waits in this pod
 */
public record Ask(String lease, String callee, String campaign, Demand demand) {
    /** The lease's name tells its campaign and the number it is dialed from. */
    Ask from(CallerNumber number) {
        return new Ask(number.mark(lease + "#" + campaign), callee, campaign, demand);
    }
}
