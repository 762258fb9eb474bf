package io.callqueue.dispatcher.disposition;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.callqueue.call.Attempt;
import io.callqueue.call.Ending;
import io.callqueue.call.Outcome;
import io.callqueue.call.Verdict;
import io.callqueue.request.RetryRule;

/** Decides what follows when an attempt has ended. Pure but for the jitter's random source. */
public final class Disposition {
    private final RetrySettings settings;
    private final RandomGenerator random;

    public Disposition(RetrySettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /**
     * @param earlier the call's attempts that ended before this one
     * @param policy the call's own rules and its campaign's, by kind of outcome; they go before the settings
     */
    public Verdict verdict(Fate fate, Ending ending, List<Attempt> earlier, Map<String, RetryRule> policy) {
        return switch (fate) {
            case COMPLETED -> new Verdict.Complete();
            case NEVER, STOP_CAMPAIGN -> new Verdict.Fail();
            case STOP_ACCOUNT, STOP_CALLER_NUMBER, HUNG_UP -> new Verdict.Defer(settings.hold());
            case RETRY_LATER, RETRY_WITH_BACKOFF -> retry(ending.outcome(), earlier, policy);
            case FINAL_BY_DEFAULT -> isRetried(ending.outcome(), policy)
                    ? retry(ending.outcome(), earlier, policy)
                    : new Verdict.Fail();
        };
    }

    private boolean isRetried(Outcome outcome, Map<String, RetryRule> policy) {
        return policy.containsKey(kind(outcome)) || outcome == Outcome.MACHINE && settings.machines();
    }

    private Verdict retry(Outcome outcome, List<Attempt> earlier, Map<String, RetryRule> policy) {
        String kind = kind(outcome);
        Backoff backoff = Optional.ofNullable(policy.get(kind)).map(configured(kind)::with).orElse(configured(kind));
        int times = 1 + (int) earlier.stream().flatMap(attempt -> attempt.ending().stream())
                .filter(Disposition::tookPlace).filter(e -> kind(e.outcome()).equals(kind)).count();
        boolean counted = outcome != Outcome.ACCOUNT_LIMIT;
        return times > backoff.max()
                ? new Verdict.Fail()
                : new Verdict.Retry(backoff.delay(times, random), counted);
    }

    /** An attempt that never got to Plivo, or was lost on the way, is not the call's: it uses up no retry and lengthens no delay. */
    private static boolean tookPlace(Ending ending) {
        return ending.hangupCauseCode().isPresent() || ending.outcome() == Outcome.ACCOUNT_LIMIT;
    }

    private Backoff configured(String kind) {
        return switch (kind) {
            case "busy" -> settings.busy();
            case "network" -> settings.network();
            case "account_limit" -> settings.accountLimit();
            case "machine" -> settings.machine();
            default -> settings.noAnswer();
        };
    }

    /** The names of a {@code retry_policy}'s parts. */
    private static String kind(Outcome outcome) {
        return switch (outcome) {
            case NO_ANSWER -> "no_answer";
            case BUSY -> "busy";
            case ACCOUNT_LIMIT -> "account_limit";
            case MACHINE -> "machine";
            case NETWORK_ERROR, CARRIER_ERROR, UNKNOWN -> "network";
            case ANSWERED, REJECTED, INVALID_NUMBER, BARRED, STOPPED -> outcome.word();
        };
    }
}
