package io.callqueue.control;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.callqueue.call.Call;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Erased;
import io.callqueue.call.Outcome;

import static java.util.Objects.requireNonNull;

/**
 * A person wants a new call for each failed one of a campaign. One that is asked for later takes the place of an earlier one with the same
 * outcome: whatever the earlier one is about, the later one is, too.
 *
 * @param requestedAt which is also when the new calls count as created; it is about the calls that had failed by then
 * @param outcome of those calls' last attempt; empty for any
 */
public record RetryFailed(int schemaVersion, String campaignId, Instant requestedAt, Optional<Outcome> outcome) {
    private static final String KIND = "retry-failed:";
    private static final Pattern NAME = Pattern.compile("([^/]*)/(all|[a-z_]+)"); // no campaign id has a slash

    public RetryFailed {
        requireNonNull(campaignId, "campaign_id is missing");
        requireNonNull(requestedAt, "requested_at is missing");
    }

    public static RetryFailed of(String campaignId, Instant requestedAt, Optional<Outcome> outcome) {
        return new RetryFailed(1, campaignId, requestedAt, outcome);
    }

    /** What names it in Redis, such as {@code diwali-2027/no_answer} or {@code diwali-2027/all}. */
    public String name() {
        return campaignId + "/" + outcome.map(Outcome::word).orElse("all");
    }

    /** The key of its record. */
    public String key() {
        return KIND + name();
    }

    /** What the key of a record names; empty when it is not about this. */
    static Optional<String> nameOf(String key) {
        return Optional.of(key).filter(text -> text.startsWith(KIND)).map(text -> text.substring(KIND.length()))
                .filter(name -> NAME.matcher(name).matches());
    }

    /** The campaign of a {@link #name}. */
    public static String campaignOf(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a campaign and an outcome: " + name);
        }
        return parts.group(1);
    }

    /** Whether there is to be a new call for this one. */
    public boolean isAbout(Call call) {
        return call.status() == CallStatus.FAILED && !Erased.is(call) && call.order().campaignId().equals(campaignId)
                && !call.updatedAt().isAfter(requestedAt) // when that was known: it may have ended long before
                && outcome.filter(wanted -> !call.outcome().equals(Optional.of(wanted))).isEmpty();
    }
}
