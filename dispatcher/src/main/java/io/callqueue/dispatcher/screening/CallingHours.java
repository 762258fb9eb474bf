package io.callqueue.dispatcher.screening;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import io.callqueue.call.Moves;
import io.callqueue.request.CallRequest;
import io.callqueue.request.CalleeZones;
import io.callqueue.window.CallingWindow;
import io.callqueue.window.Opening;
import io.callqueue.window.ZonedWindow;

/**
 * Holds a call back while its own window or its campaign's is closed: both must be open, in every zone in which the callee may be. So a request
 * can narrow what its campaign may do, and not widen it.
 */
public final class CallingHours {
    private static final int ZONES_NAMED = 3;
    private static final Duration GOOD_FOR = Duration.ofHours(1);
    private static final int REMEMBERED = 1_000;
    private final Map<Set<ZonedWindow>, Instant> never = new ConcurrentHashMap<>();
    private final Function<String, Optional<CallingWindow>> campaigns;
    private final ZoneId defaultZone;
    private final Duration spread;
    private final RandomGenerator random;

    /** @param campaigns the window of a campaign, if it has one */
    public CallingHours(Function<String, Optional<CallingWindow>> campaigns, WindowSettings settings,
            RandomGenerator random) {
        this.campaigns = campaigns;
        this.defaultZone = settings.defaultZone();
        this.spread = settings.spread();
        this.random = random;
    }

    /** What becomes of a call that may be dialed but for these windows. @param now the time of Redis */
    public Screening screen(CallRequest request, int revision, Instant now) {
        Set<ZonedWindow> windows = windows(request);
        return switch (opening(now, windows)) {
            case Opening.Now() -> new Screening.Dialable();
            case Opening.Later later -> {
                Instant due = later.at().plus(wait(later, request));
                String reason = "outside its calling window, which opens at " + later.at() + " (" + zones(windows)
                        + ")";
                yield new Screening.Move((call, at) -> Moves.defer(call, revision, at, due, reason));
            }
            case Opening.Never() -> {
                String reason = "its calling windows are not open at the same time within a year (" + zones(windows)
                        + "): name the callee's timezone, or set other windows";
                yield new Screening.Move((call, at) -> Moves.expire(call, revision, at, reason));
            }
        };
    }

    /** That windows never open is found by walking through a year of them: once an hour, not once a call. */
    private Opening opening(Instant now, Set<ZonedWindow> windows) {
        Instant known = never.get(windows);
        if (known != null && now.isBefore(known.plus(GOOD_FOR))) {
            return new Opening.Never();
        }
        Opening opening = Opening.of(now, windows);
        if (opening instanceof Opening.Never) {
            if (never.size() >= REMEMBERED) {
                never.clear();
            }
            never.put(windows, now);
        }
        return opening;
    }

    private Set<ZonedWindow> windows(CallRequest request) {
        Optional<CallingWindow> ofCampaign = campaigns.apply(request.campaignId());
        if (ofCampaign.isEmpty() && request.callingWindow().isEmpty()) {
            return Set.of();
        }
        Set<ZoneId> found = CalleeZones.of(request);
        Set<ZoneId> callee = found.isEmpty()
                ? Set.of(ofCampaign.flatMap(CallingWindow::ownZone).orElse(defaultZone))
                : found;
        Set<ZonedWindow> windows = new HashSet<>();
        ofCampaign.ifPresent(window -> windows.addAll(window.around(callee)));
        request.callingWindow().ifPresent(window -> windows.addAll(window.around(callee)));
        return windows;
    }

    /** At most half of the time for which it may be dialed then, so that the rest is there to dial it. */
    private Duration wait(Opening.Later later, CallRequest request) {
        Instant end = request.expiresAt().filter(later.until()::isAfter).orElse(later.until());
        long half = Duration.between(later.at(), end).dividedBy(2).toMillis();
        long most = Math.min(half, spread.toMillis());
        return Duration.ofMillis(most > 0 ? random.nextLong(most) : 0);
    }

    private static String zones(Set<ZonedWindow> windows) {
        List<String> names = windows.stream().map(window -> window.zone().getId()).distinct().sorted().toList();
        String first = names.stream().limit(ZONES_NAMED).collect(Collectors.joining(", "));
        return names.size() > ZONES_NAMED ? first + " and " + (names.size() - ZONES_NAMED) + " more" : first;
    }
}
