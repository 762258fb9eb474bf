package io.callqueue.standalone.soak;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.callqueue.simulator.time.NanoClock;
import io.callqueue.simulator.witness.Dial;

/** Calls whose window opens, and calls whose window closes, at one full minute in the middle of the trouble; and whether that holds. */
final class CallingWindows {
    private static final int EVERY = 25;
    private static final int OPENS = 6;
    private static final int CLOSES = 16;
    private static final Duration AHEAD = Duration.ofSeconds(20);
    private static final Duration WIDTH = Duration.ofHours(2);
    /** A call that waits for the next day ends then. */
    private static final Duration EXPIRES_AFTER = Duration.ofSeconds(20);
    /** The clock of callqueue is not the witness'. */
    private static final long EARLY = Duration.ofMillis(50).toNanos();
    /** An attempt that was claimed while its window was open is dialed for so long. */
    private static final long LATE = SoakSettings.DEADLINE.plusSeconds(1).toNanos();
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
    private final Instant moment;
    private final long at;

    /** @param clock shows what the witness' clock does */
    CallingWindows(NanoClock clock) {
        moment = clock.instant().plus(AHEAD).truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        at = clock.nanos() + Duration.between(clock.instant(), moment).toNanos();
    }

    /** Gives some of the calls a window. */
    void narrow(int number, Map<String, Object> call) {
        if (number % EVERY == OPENS) {
            call.put("calling_window", window(moment, moment.plus(WIDTH)));
        } else if (number % EVERY == CLOSES) {
            call.put("calling_window", window(moment.minus(WIDTH), moment));
            Instant now = Instant.now();
            call.put("expires_at", (now.isAfter(moment) ? now : moment).plus(EXPIRES_AFTER).toString());
        }
    }

    private static Map<String, String> window(Instant from, Instant to) {
        return Map.of("from", CLOCK.format(from), "to", CLOCK.format(to), "timezone", "UTC");
    }

    boolean mayExpire(String callId) {
        return Campaign.number(callId) % EVERY == CLOSES;
    }

    /** How many dials there were of calls that have a window. */
    long dialed(List<Dial> dials) {
        return dials.stream().map(dial -> Campaign.number(dial.callId()) % EVERY)
                .filter(number -> number == OPENS || number == CLOSES).count();
    }

    List<String> faults(List<Dial> dials) {
        return dials.stream().filter(this::outside).map(dial -> "dialed outside its calling window: " + dial.callId())
                .toList();
    }

    private boolean outside(Dial dial) {
        return switch (Campaign.number(dial.callId()) % EVERY) {
            case OPENS -> dial.at() < at - EARLY;
            case CLOSES -> dial.at() > at + LATE;
            default -> false;
        };
    }
}
