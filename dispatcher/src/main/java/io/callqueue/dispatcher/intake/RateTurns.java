package io.callqueue.dispatcher.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The records that wait for a rate of their caller number or of their campaign, each in its line: of those of one rate only the first one (see
 * {@link FairQueue}) asks again, at the moment that Redis names; when it has left the next one asks. All at once they would keep others waiting.
 */
public final class RateTurns {
    /** So long at most, since its partition is committed only up to it. */
    private static final Duration FIRST_WAITS = Duration.ofMinutes(2);
    private static final Duration UNTIL_CALLED = Duration.ofDays(1);
    private final Lines lines;
    private final Map<String, FairQueue> waiting = new HashMap<>();
    private final Map<Candidate, String> rates = new IdentityHashMap<>();

    public RateTurns(Lines lines) {
        this.lines = lines;
        lines.tell(this::left, this::left);
    }

    /**
     * Lets it wait for its turn; false when that comes later than {@code most}.
     *
     * @param rate whose rate it is: the caller number's or the campaign's
     * @param after when the next of these may be dialed, as far as Redis knows, @param spacing between two of them
     */
    public boolean join(Candidate candidate, String rate, Duration after, Duration spacing, Duration most) {
        return lines.under(() -> {
            FairQueue queue = waiting.getOrDefault(rate, new FairQueue());
            if (isLater(queue, candidate, after, spacing, most)) {
                left(candidate);
                return false;
            }
            if (!rate.equals(rates.get(candidate))) {
                left(candidate);
            }
            remove(candidate);
            Optional<Candidate> before = queue.first();
            if (lines.postpone(candidate, UNTIL_CALLED)) {
                rates.put(candidate, rate);
                queue.add(candidate);
                waiting.put(rate, queue);
            }
            before.ifPresent(asking -> lines.recall(asking, lines.nanoTime() + UNTIL_CALLED.toNanos()));
            first(rate, after);
            return true;
        });
    }

    /** Has the first of them ask then. */
    private void first(String rate, Duration after) {
        for (Optional<Candidate> first = of(rate); first.isPresent(); first = of(rate)) {
            if (lines.recall(first.get(), lines.nanoTime() + after.toNanos())) {
                return;
            }
            remove(first.get());
        }
    }

    private Optional<Candidate> of(String rate) {
        return Optional.ofNullable(waiting.get(rate)).flatMap(FairQueue::first);
    }

    /**
     * Whether so many before this one take longer than that; they are not counted any further. The first one may wait longer: of a slow rate
     * it would come back again and again.
     */
    private static boolean isLater(FairQueue queue, Candidate candidate, Duration after, Duration spacing,
            Duration most) {
        if (after.compareTo(FIRST_WAITS) <= 0 && queue.before(candidate).findAny().isEmpty()) {
            return false;
        }
        long left = most.minus(after).toNanos();
        return left < 0 || queue.before(candidate).limit(left / Math.max(1, spacing.toNanos()) + 1).count()
                * spacing.toNanos() > left;
    }

    /** It waits for something else from now on. */
    public void leave(Candidate candidate) {
        lines.under(() -> {
            left(candidate);
            return true;
        });
    }

    private void left(Candidate candidate) {
        String rate = rates.get(candidate);
        if (rate == null) {
            return;
        }
        FairQueue queue = waiting.get(rate);
        if (queue != null && queue.first().filter(first -> first == candidate).isPresent()) {
            queue.took(candidate);
        }
        remove(candidate);
        first(rate, Duration.ZERO);
    }

    private void remove(Candidate candidate) {
        String rate = rates.remove(candidate);
        if (rate != null) {
            waiting.computeIfPresent(rate, (whose, queue) -> {
                queue.remove(candidate);
                return queue.isEmpty() ? null : queue;
            });
        }
    }
}
