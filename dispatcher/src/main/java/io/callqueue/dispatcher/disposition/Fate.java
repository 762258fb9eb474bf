package io.callqueue.dispatcher.disposition;

/** What follows from an attempt's end for its call. */
public enum Fate {
    COMPLETED, RETRY_LATER, RETRY_WITH_BACKOFF,
    /** Final unless the call's retry policy says otherwise. */
    FINAL_BY_DEFAULT, NEVER,
    /** The account, the caller number: nothing wrong with the call, it waits. */
    HOLD,
    /** The campaign's answer URL or XML fails, perhaps after a person answered: never redialed blindly. */
    STOP_CAMPAIGN
}
