package io.callqueue.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Calls as tests need them: any status, with a second attempt of any fate. */
public final class SampleCalls {
    /** In the past: a broker refuses records from the future. */
    public static final Instant NOW = Instant.parse("2020-01-15T14:30:00.123Z");
    public static final int LATEST = 2;
    public static final int OLDER = 1;

    /** What became of the latest attempt. */
    public enum Fate {
        NONE, OPEN, LOST, ENDED
    }

    private SampleCalls() {}

    public static Order order() {
        return new Order("+919123456789", "campaign-1", Priority.NORMAL, 3, Duration.ofSeconds(45),
                Duration.ofSeconds(1800), NOW.minusSeconds(60), Optional.empty(), Optional.empty(), "hash");
    }

    public static Call created(String id) {
        return Call.created(new CallId(id), order(), Optional.empty());
    }

    public static Call in(CallStatus status, Fate fate) {
        return new Call(new CallId("call-1"), 1, 7, 5, status, order(), 0, 0, false, attempt(fate),
                status.isWaiting() ? Optional.of(NOW) : Optional.empty(), Optional.empty(), NOW.minusSeconds(10),
                status.isFinal() ? Optional.of(NOW.minusSeconds(10)) : Optional.empty());
    }

    private static Optional<Attempt> attempt(Fate fate) {
        Attempt open = Attempt.claimed(LATEST, "pod-a", "lease-2", NOW.minusSeconds(20));
        return switch (fate) {
            case NONE -> Optional.empty();
            case OPEN -> Optional.of(open);
            case LOST -> Optional.of(open.ended(Ending.of(NOW.minusSeconds(15), Outcome.UNKNOWN, "not known")));
            case ENDED -> Optional.of(open.ended(ending(Outcome.NO_ANSWER)));
        };
    }

    /** As Plivo tells it. */
    public static Ending ending(Outcome outcome) {
        return new Ending(NOW.minusSeconds(15), outcome, Optional.of("NO_ANSWER"), Optional.of(3000),
                Optional.of("nobody answered"), Optional.of(0));
    }

    public static Call retriesUsed(Call call, int retries) {
        return copy(call, retries, call.lookUps(), call.cancelRequested());
    }

    public static Call expiring(Call call, Instant at) {
        Order order = call.order();
        Order expiring = new Order(order.phoneNumber(), order.campaignId(), order.priority(), order.maxRetries(),
                order.ringTimeout(), order.maxDuration(), order.createdAt(), order.scheduledAt(), Optional.of(at),
                order.requestHash());
        return new Call(call.id(), call.epoch(), call.version(), call.revision(), call.status(), expiring,
                call.retries(), call.lookUps(), call.cancelRequested(), call.attempt(), call.dueAt(), call.error(),
                call.updatedAt(), call.completedAt());
    }

    public static Call lookedUp(Call call, int lookUps) {
        return copy(call, call.retries(), lookUps, call.cancelRequested());
    }

    public static Call cancelRequested(Call call) {
        return copy(call, call.retries(), call.lookUps(), true);
    }

    /** With a mark at its attempt, if it has one. */
    public static Call toBeHungUp(Call call) {
        return new Call(call.id(), call.epoch(), call.version(), call.revision(), call.status(), call.order(),
                call.retries(), call.lookUps(), call.cancelRequested(),
                call.attempt().map(attempt -> attempt.hungUp(NOW.minusSeconds(5))), call.dueAt(), call.error(),
                call.updatedAt(), call.completedAt());
    }

    private static Call copy(Call call, int retries, int lookUps, boolean cancelRequested) {
        return new Call(call.id(), call.epoch(), call.version(), call.revision(), call.status(), call.order(), retries,
                lookUps, cancelRequested, call.attempt(), call.dueAt(), call.error(), call.updatedAt(),
                call.completedAt());
    }
}
