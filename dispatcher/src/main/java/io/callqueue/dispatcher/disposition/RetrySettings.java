package io.callqueue.dispatcher.disposition;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The backoff of each kind of outcome, where neither a call nor its campaign brings its own.
 *
 * @param machine of calls that an answering machine took, if these are retried
 * @param machines whether they are retried where no policy says so
 * @param hold how long a call waits whose attempt failed for a reason that is not its own: out of credit, caller number refused,
 *        hung up since its campaign was paused
 */
@ConfigurationProperties("callqueue.retry")
public record RetrySettings(Backoff noAnswer, Backoff busy, Backoff network, Backoff accountLimit, Backoff machine,
        boolean machines, Duration hold) {
    private static final int MOST = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(30);

    public RetrySettings {
        check("RETRY_NO_ANSWER", noAnswer);
        check("RETRY_BUSY", busy);
        check("RETRY_NETWORK", network);
        check("RETRY_ACCOUNT_LIMIT", accountLimit);
        check("RETRY_MACHINE", machine);
        check("HOLD_DELAY", hold);
    }

    private static void check(String kind, Backoff given) {
        if (given.max() < 0 || given.max() > MOST) {
            throw impossible(kind + "_MAX", String.valueOf(given.max()), "it must be from 0 to " + MOST);
        }
        if (!(given.factor() >= 1 && given.factor() <= 10)) {
            throw impossible(kind + "_FACTOR", String.valueOf(given.factor()), "it must be from 1 to 10");
        }
        check(kind + "_BASE", given.base());
        check(kind + "_CAP", given.cap());
        if (given.base().compareTo(given.cap()) > 0) {
            throw impossible(kind + "_BASE", given.base().toMillis() + " ms",
                    "it must not exceed " + kind + "_CAP, " + given.cap().toMillis() + " ms");
        }
    }

    /** Not at once: a call whose attempts all fail would be dialed again and again. */
    private static void check(String variable, Duration given) {
        if (given.toMillis() < 1 || given.compareTo(LONGEST) > 0) {
            throw impossible(variable, given.toMillis() + " ms", "it must be from 1 ms to 30 days");
        }
    }

    private static IllegalArgumentException impossible(String variable, String given, String rule) {
        return new IllegalArgumentException(variable + " is " + given + ": " + rule);
    }
}
