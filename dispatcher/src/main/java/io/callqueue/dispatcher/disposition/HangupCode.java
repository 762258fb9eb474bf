package io.callqueue.dispatcher.disposition;

import java.time.Instant;
import java.util.Optional;

import io.callqueue.call.Ending;
import io.callqueue.call.Outcome;

/**
 * Plivo's hangup codes and what they mean to a dialer (https://www.plivo.com/docs/voice/troubleshooting/hangup-causes).
 *
 * @param listed whether the code is known: others are retried, and counted so that somebody looks
 */
public record HangupCode(int code, Fate fate, Outcome outcome, boolean listed) {

    public static HangupCode of(int code) {
        return switch (code) {
            case 4000, 4010, 4020, 4030, 6000, 9000 -> known(code, Fate.COMPLETED, Outcome.ANSWERED);
            case 3000, 6010 -> known(code, Fate.RETRY_LATER, Outcome.NO_ANSWER);
            case 2010, 2020 -> known(code, Fate.RETRY_LATER, Outcome.NO_ANSWER);
            case 3010, 3100 -> known(code, Fate.RETRY_LATER, Outcome.BUSY);
            case 1020, 5030 -> known(code, Fate.RETRY_WITH_BACKOFF, Outcome.ACCOUNT_LIMIT);
            case 3070, 3080, 3090 -> known(code, Fate.RETRY_WITH_BACKOFF, Outcome.CARRIER_ERROR);
            case 5000, 5010, 5020 -> known(code, Fate.RETRY_WITH_BACKOFF, Outcome.NETWORK_ERROR);
            case 0, 1000 -> known(code, Fate.FINAL_BY_DEFAULT, Outcome.UNKNOWN);
            case 3020, 3110, 9110 -> known(code, Fate.FINAL_BY_DEFAULT, Outcome.REJECTED);
            case 6020 -> known(code, Fate.RETRY_LATER, Outcome.CARRIER_ERROR);
            case 9100 -> known(code, Fate.FINAL_BY_DEFAULT, Outcome.MACHINE);
            case 2000, 3050, 3120 -> known(code, Fate.NEVER, Outcome.INVALID_NUMBER);
            case 3040, 2030, 2040, 2050 -> known(code, Fate.NEVER, Outcome.BARRED);
            case 1010 -> known(code, Fate.STOP_ACCOUNT, Outcome.STOPPED);
            case 3030, 3130, 3140 -> known(code, Fate.STOP_CALLER_NUMBER, Outcome.STOPPED);
            case 2060, 2070, 7011, 7012, 7013, 7014, 7021, 7022, 7023, 7024, 7031, 7032, 7033, 7034, 8011, 8012, 8013,
                    8014 ->
                known(code, Fate.STOP_CAMPAIGN, Outcome.STOPPED);
            default -> new HangupCode(code, Fate.RETRY_WITH_BACKOFF, Outcome.UNKNOWN, false);
        };
    }

    /**
     * How the attempt ended.
     *
     * @param machine an answering machine was detected in this call
     * @param name what the code means, for a person: told where the call did not come about
     */
    public Ending ending(Instant at, boolean machine, Optional<String> cause, Optional<String> name,
            Optional<Integer> durationSeconds) {
        if (fate == Fate.COMPLETED) {
            Outcome reached = machine ? Outcome.MACHINE : outcome;
            return new Ending(at, reached, cause, Optional.of(code), Optional.empty(), durationSeconds);
        }
        return new Ending(at, outcome, cause, Optional.of(code), name, durationSeconds.filter(seconds -> seconds > 0));
    }

    private static HangupCode known(int code, Fate fate, Outcome outcome) {
        return new HangupCode(code, fate, outcome, true);
    }
}
