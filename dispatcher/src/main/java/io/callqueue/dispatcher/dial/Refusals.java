package io.callqueue.dispatcher.dial;

import java.util.Locale;

import io.callqueue.call.Outcome;
import io.callqueue.dispatcher.disposition.Fate;
import io.callqueue.dispatcher.plivo.DialResult.Refused;

/** What Plivo's refusal to dial means (https://www.plivo.com/docs/voice/api/overview, and answers seen). Pure. */
record Refusals(Fate fate, Outcome outcome) {

    static Refusals of(Refused refused) {
        return switch (refused.httpStatus()) {
            case 401, 402, 404, 405 -> new Refusals(Fate.STOP_ACCOUNT, Outcome.STOPPED);
            case 403 -> isConcurrencyLimit(refused)
                    ? new Refusals(Fate.RETRY_WITH_BACKOFF, Outcome.ACCOUNT_LIMIT)
                    : new Refusals(Fate.NEVER, Outcome.BARRED);
            default -> new Refusals(Fate.NEVER, Outcome.REJECTED);
        };
    }

    private static boolean isConcurrencyLimit(Refused refused) {
        String error = refused.error().toLowerCase(Locale.ROOT);
        return error.contains("5030") || error.contains("concurren");
    }
}
