package io.callqueue.dispatcher.disposition;

import java.util.Optional;

import io.callqueue.control.Stop;

/** What follows from an attempt's end for its call. */
public enum Fate {
    COMPLETED, RETRY_LATER, RETRY_WITH_BACKOFF,
    /** Final unless the call's retry policy says otherwise. */
    FINAL_BY_DEFAULT, NEVER,
    /** Out of credit, wrong credentials: nothing wrong with the call, it waits. */
    STOP_ACCOUNT,
    /** The caller number is refused everywhere: nothing wrong with the call, it waits. */
    STOP_CALLER_NUMBER,
    /** The campaign's answer URL or XML fails, perhaps after a person answered: never redialed blindly. */
    STOP_CAMPAIGN,
    /** We hung up, since its campaign was paused, before anybody answered: nothing wrong with the call, it waits. */
    HUNG_UP;

    /** Whether another attempt may follow. */
    boolean mayGoOn() {
        return switch (this) {
            case RETRY_LATER, RETRY_WITH_BACKOFF, FINAL_BY_DEFAULT, STOP_ACCOUNT, STOP_CALLER_NUMBER, HUNG_UP -> true;
            case COMPLETED, NEVER, STOP_CAMPAIGN -> false;
        };
    }

    /** What would fail like this call, so that it is not dialed until a person lets it go on. */
    public Optional<Stop.Scope> stops() {
        return switch (this) {
            case STOP_ACCOUNT -> Optional.of(Stop.Scope.ACCOUNT);
            case STOP_CALLER_NUMBER -> Optional.of(Stop.Scope.CALLER_NUMBER);
            case STOP_CAMPAIGN -> Optional.of(Stop.Scope.CAMPAIGN);
            case COMPLETED, RETRY_LATER, RETRY_WITH_BACKOFF, FINAL_BY_DEFAULT, NEVER, HUNG_UP -> Optional.empty();
        };
    }
}
