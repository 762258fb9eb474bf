package io.callqueue.standalone.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes trouble in a town, one after the other. */
final class Troubles {
    private static final int MOST_DISPATCHERS = 4;
    private static final int FEWEST_DISPATCHERS = 2;
    private static final Duration LOOK = Duration.ofMillis(100);
    private final Town town;
    private final Random random;
    private final PrintStream out;
    private final Map<Kind, Integer> made = new EnumMap<>(Kind.class);
    private final Map<ServiceProcess, Long> frozenSince = new TreeMap<>(
            java.util.Comparator.comparing(ServiceProcess::log));

    /** What may happen besides what befalls dispatchers in their dials. */
    private enum Kind {
        DISPATCHER_JOINS, DISPATCHER_LEAVES, SCHEDULER_KILLED, INGEST_KILLED, KAFKA_RESTARTED, REDIS_RESTARTED
    }

    Troubles(Town town, Random random, PrintStream out) {
        this.town = town;
        this.random = random;
        this.out = out;
    }

    /** One trouble, and a while to feel it. */
    void makeOne() throws IOException, InterruptedException {
        make(Kind.values()[random.nextInt(Kind.values().length)]);
        long until = System.nanoTime() + Duration.ofMillis(500 + random.nextInt(2_500)).toNanos();
        while (System.nanoTime() - until < 0) {
            tend();
            Thread.sleep(LOOK);
        }
    }

    private void make(Kind kind) throws InterruptedException {
        switch (kind) {
            case DISPATCHER_JOINS -> joins();
            case DISPATCHER_LEAVES -> leaves();
            case SCHEDULER_KILLED -> town.killScheduler();
            case INGEST_KILLED -> town.killIngest();
            case KAFKA_RESTARTED -> town.kafka.restart();
            case REDIS_RESTARTED -> town.redis.restart();
        }
        out.printf("  %s%n", kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        made.merge(kind, 1, Integer::sum);
    }

    private void joins() {
        if (town.dispatchers().size() < MOST_DISPATCHERS) {
            Mishap mishap = Mishap.random(random);
            out.printf("  %s:%n", mishap);
            town.join(mishap);
        }
    }

    private void leaves() throws InterruptedException {
        if (town.dispatchers().size() > FEWEST_DISPATCHERS) {
            town.leave(random);
        }
    }

    /** Those that were killed are replaced by others that will be; those that are frozen go on after longer than the deadline of their dial. */
    private void tend() throws IOException, InterruptedException {
        for (int dead = town.bury(); dead > 0; dead--) {
            joins();
        }
        for (ServiceProcess dispatcher : town.dispatchers()) {
            long now = System.nanoTime();
            if (!dispatcher.isFrozen()) {
                frozenSince.remove(dispatcher);
            } else if (now - frozenSince.computeIfAbsent(dispatcher, d -> now) > Town.DEADLINE.toNanos() * 3 / 2) {
                dispatcher.thaw();
            }
        }
    }

    /** No more of it: a dispatcher that nothing befalls is there to the end. */
    void end() throws IOException, InterruptedException {
        town.plivo.behavior(Weather.calm());
        town.bury();
        town.thaw();
        town.join();
    }

    String summary() {
        return made.toString().toLowerCase(Locale.ROOT);
    }
}
