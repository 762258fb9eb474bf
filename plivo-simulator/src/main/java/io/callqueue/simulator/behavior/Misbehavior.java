package io.callqueue.simulator.behavior;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.callqueue.simulator.outcome.NumberPattern;

/**
 * One way to misbehave, how often, and to whom.
 *
 * @param probability of each request (or webhook) that it fits, 0 to 1; not used when {@code next} is given
 * @param next how many of the next ones that it fits, then it is forgotten; 0 goes by probability
 * @param number whole, or {@code *} and its last digits; {@code *} or nothing is any
 * @param event only webhooks of this kind; null is any
 * @param status of refuse and accept_then_error
 * @param hangupCode 5030 with status 403 is India's concurrency limit; 0 is none
 */
public record Misbehavior(Fault kind, double probability, int next, String number, @Nullable WebhookEvent event,
        int status,
        int hangupCode, long delayMs) {

    public Misbehavior {
        Objects.requireNonNull(kind, "kind is missing");
        number = new NumberPattern(Objects.requireNonNullElse(number, "*")).text();
        if (!(probability >= 0 && probability <= 1) || next < 0 || probability == 0 && next == 0) {
            throw new IllegalArgumentException(
                    kind.word() + " needs a probability above 0, at most 1, or next of 1 or more");
        }
        if (kind == Fault.ACCEPT_THEN_ERROR && status == 0) {
            status = 502;
        }
        if ((kind == Fault.REFUSE || kind == Fault.ACCEPT_THEN_ERROR) && (status < 400 || status > 599)) {
            throw new IllegalArgumentException(kind.word() + " needs a status of 400 to 599, not " + status);
        }
        if (delayMs < 0 || delayMs == 0 && (kind == Fault.SLOW_ACCEPT || kind == Fault.WEBHOOK_LATE)) {
            throw new IllegalArgumentException(kind.word() + " needs a delay_ms of 1 or more");
        }
    }

    private static Misbehavior nextOne(Fault kind, int status, int hangupCode, long delayMs) {
        return new Misbehavior(kind, 0, 1, "*", null, status, hangupCode, delayMs);
    }

    /** The next one only; see {@link #next(int)} and {@link #withProbability} for other numbers. */
    public static Misbehavior of(Fault kind) {
        return nextOne(kind, 0, 0, 0);
    }

    public static Misbehavior acceptThenError(int status) {
        return nextOne(Fault.ACCEPT_THEN_ERROR, status, 0, 0);
    }

    public static Misbehavior slowAccept(Duration delay) {
        return nextOne(Fault.SLOW_ACCEPT, 0, 0, delay.toMillis());
    }

    public static Misbehavior refuse(int status) {
        return nextOne(Fault.REFUSE, status, 0, 0);
    }

    /** 403 with hangup code 5030: too many calls at once to India. */
    public static Misbehavior refuseByConcurrency() {
        return nextOne(Fault.REFUSE, 403, 5030, 0);
    }

    public static Misbehavior lateWebhook(Duration delay) {
        return nextOne(Fault.WEBHOOK_LATE, 0, 0, delay.toMillis());
    }

    public Misbehavior next(int times) {
        return new Misbehavior(kind, 0, times, number, event, status, hangupCode, delayMs);
    }

    public Misbehavior withProbability(double share) {
        return new Misbehavior(kind, share, 0, number, event, status, hangupCode, delayMs);
    }

    public Misbehavior onNumber(String pattern) {
        return new Misbehavior(kind, probability, next, pattern, event, status, hangupCode, delayMs);
    }

    public Misbehavior onEvent(WebhookEvent only) {
        return new Misbehavior(kind, probability, next, number, only, status, hangupCode, delayMs);
    }

    public Duration delay() {
        return Duration.ofMillis(delayMs);
    }
}
