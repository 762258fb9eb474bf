package io.callqueue.standalone.town;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.callqueue.simulator.time.NanoClock;
import io.callqueue.simulator.witness.Dial;
import io.callqueue.simulator.witness.Witness;

/**
 * Notes when this process stood still, and the witness in it. A dial that comes meanwhile is stamped when the process goes on, together with
 * all others that did: when it came is not known.
 */
public final class Pulse implements AutoCloseable {
    private static final Duration BEAT = Duration.ofMillis(5);
    /** Less than the services' tolerance leaves for a dial's way to Plivo. */
    private static final long STILL = Duration.ofMillis(40).toNanos();
    /** After it all are stamped that waited. */
    private static final long CATCHING_UP = Duration.ofMillis(300).toNanos();
    private final NanoClock clock;
    private final List<Still> stills = new ArrayList<>();
    private final Thread heart = Thread.ofPlatform().daemon().name("pulse").unstarted(this::run);
    private long last;

    private record Still(long from, long to) {
        boolean blurs(Dial dial) {
            return dial.at() - from >= 0 && dial.at() - to <= CATCHING_UP;
        }
    }

    /** @param clock shows what the witness' clock does */
    Pulse(NanoClock clock) {
        this.clock = clock;
        this.last = clock.nanos();
    }

    /** @param clock shows what the witness' clock does */
    public static Pulse start(NanoClock clock) {
        Pulse pulse = new Pulse(clock);
        pulse.heart.start();
        return pulse;
    }

    private void run() {
        while (!heart.isInterrupted()) {
            LockSupport.parkNanos(BEAT.toNanos());
            beat();
        }
    }

    /** Package-private for tests, which do not wait. */
    synchronized void beat() {
        long now = clock.nanos();
        if (now - last > STILL) {
            stills.add(new Still(last, now));
        }
        last = now;
    }

    /** Those of which it is known when they came. */
    public synchronized List<Dial> onTime(List<Dial> dials) {
        return dials.stream().filter(dial -> stills.stream().noneMatch(still -> still.blurs(dial))).toList();
    }

    /** The most of these that came within one second. */
    public int mostInAnySecond(Witness witness) {
        Witness sure = new Witness(0, clock::nanos);
        onTime(witness.dials()).forEach(sure::dialed);
        return sure.mostDialsInAnySecond();
    }

    @Override
    public void close() {
        heart.interrupt();
    }
}
