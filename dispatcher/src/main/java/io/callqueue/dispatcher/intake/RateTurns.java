package io.callqueue.dispatcher.intake;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The records that wait for a rate of their caller number or of their campaign, each in its line: of those of one rate only the first one, by
 * priority and age, asks again, at the moment that Redis names; when it has left the next one asks. All at once they would keep others waiting.
 */
public final class RateTurns {
    /** So long at most, since its partition is committed only up to it. */
    private static final Duration FIRST_WAITS = Duration.ofMinutes(2);
    private static final Duration UNTIL_CALLED = Duration.ofDays(1);
    private static final NavigableSet<Candidate> NOBODY = Collections
            .unmodifiableNavigableSet(new TreeSet<>(Candidate.FIRST));
    private final Lines lines;
    private final Map<String, NavigableSet<Candidate>> waiting = new HashMap<>();
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
            if (isLater(of(rate).headSet(candidate, false), after, spacing, most)) {
                left(candidate);
                return false;
            }
            if (!rate.equals(rates.get(candidate))) {
                left(candidate);
            }
            remove(candidate);
            if (!of(rate).isEmpty() && Candidate.FIRST.compare(candidate, of(rate).first()) < 0) {
                lines.recall(of(rate).first(), lines.nanoTime() + UNTIL_CALLED.toNanos());
            }
            if (lines.postpone(candidate, UNTIL_CALLED)) {
                rates.put(candidate, rate);
                waiting.computeIfAbsent(rate, whose -> new TreeSet<>(Candidate.FIRST)).add(candidate);
            }
            first(rate, after);
            return true;
        });
    }

    /** Has the first of them ask then. */
    private void first(String rate, Duration after) {
        while (!of(rate).isEmpty() && !lines.recall(of(rate).first(), lines.nanoTime() + after.toNanos())) {
            remove(of(rate).first());
        }
    }

    private NavigableSet<Candidate> of(String rate) {
        return waiting.getOrDefault(rate, NOBODY);
    }

    /**
     * Whether so many before this one take longer than that; they are not counted any further. The first one may wait longer: of a slow rate
     * it would come back again and again.
     */
    private static boolean isLater(NavigableSet<Candidate> before, Duration after, Duration spacing, Duration most) {
        if (before.isEmpty() && after.compareTo(FIRST_WAITS) <= 0) {
            return false;
        }
        long left = most.minus(after).toNanos();
        return left < 0
                || before.stream().limit(left / Math.max(1, spacing.toNanos()) + 1).count() * spacing.toNanos() > left;
    }

    /** It waits for something else from now on. */
    public void leave(Candidate candidate) {
        lines.under(() -> {
            left(candidate);
            return true;
        });
    }

    private void left(Candidate candidate) {
        String rate = remove(candidate);
        if (rate != null) {
            first(rate, Duration.ZERO);
        }
    }

    /** Whose rate it waited for; null when it waited for none. */
    private @Nullable String remove(Candidate candidate) {
        String rate = rates.remove(candidate);
        if (rate != null) {
            waiting.computeIfPresent(rate,
                    (whose, members) -> members.remove(candidate) && members.isEmpty() ? null : members);
        }
        return rate;
    }
}
