package io.callqueue.statistics;

/** What is counted once for each time that it happens, or summed. The cells are written to disk: their numbers never change. */
public enum Counter {
    /** Attempts that were claimed. */
    ATTEMPTS(0),
    /** Attempts that Plivo accepted, or was found to have. */
    DIALED(1),
    /** Attempts that somebody or a machine answered. */
    ANSWERED(2),
    /** Of the dialed attempts, those that ended. */
    DIALED_ENDED(3),
    /** Of the answered attempts, those that ended. */
    CONVERSATIONS(4),
    /** Conversations shorter than {@link #SHORT_SECONDS}. */
    SHORT_CONVERSATIONS(5),
    /** What attempts cost, in millionths of the account's currency. */
    COST_MICROS(6),
    /** Calls that were created. */
    CREATED(7),
    /** Of the conversations, seconds in sum. */
    TALKED_SECONDS(8),
    /** Milliseconds in sum that calls waited for their first dial. */
    WAITED_MILLIS(9);

    /** Plivo charges for an account that has too many answered calls below this. */
    public static final int SHORT_SECONDS = 6;
    private final int cell;

    Counter(int cell) {
        this.cell = cell;
    }

    public int cell() {
        return cell;
    }
}
