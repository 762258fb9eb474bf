package io.callqueue.scheduler.parking;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.callqueue.control.CampaignSettings;

/** How many parked calls of a campaign may come back at one look, over all pods. */
sealed interface Allowance {
    Allowance NONE = new AtMost(0);

    /** All of them: the campaign has no limit of its own. */
    record All() implements Allowance {}

    /** No more than these, of all shards together. */
    record AtMost(long calls) implements Allowance {}

    /** What is decided without a look at the campaign's calls; empty when it has a limit of its own. */
    static Optional<Allowance> of(CampaignSettings settings, boolean stopped) {
        if (settings.cancelled().filter(cancellation -> !cancellation.resumed()).isPresent()) {
            return Optional.of(new All()); // they come back to be ended
        }
        if (stopped || settings.paused()) {
            return Optional.of(NONE);
        }
        boolean limited = settings.maxConcurrent().isPresent() || settings.ratePerSecond().isPresent();
        return limited ? Optional.empty() : Optional.of(new All());
    }

    /** So many stand by in the dispatchers' lines for the next slots of a campaign, so that few stand empty until the next look: half as many as it has, or 10, up to this. */
    long MOST_STANDING_BY = 25;

    /**
     * What the campaign's own limits leave, for calls that are queued too, and those that are to stand by.
     *
     * @param live its calls that hold a slot
     * @param interval the time until the next look
     */
    static AtMost of(CampaignSettings settings, long live, Duration interval) {
        LongStream limits = Stream
                .concat(settings.maxConcurrent().stream()
                        .map(most -> most - live + Math.min(most, Math.clamp(most / 2, 10, MOST_STANDING_BY))),
                        settings.ratePerSecond().stream().map(rate -> moments(rate, interval)))
                .mapToLong(Long::longValue);
        return new AtMost(Math.max(0, limits.min().orElseThrow()));
    }

    /** Send moments until the look after the next, so that none is left unused; at least one, since a slow rate has less than one between two looks. */
    private static long moments(BigDecimal rate, Duration interval) {
        BigDecimal moments = rate.multiply(BigDecimal.valueOf(2 * interval.toMillis(), 3));
        return Math.max(1, moments.setScale(0, RoundingMode.CEILING).longValueExact());
    }
}
