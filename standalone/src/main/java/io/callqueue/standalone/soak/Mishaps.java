package io.callqueue.standalone.soak;

import java.nio.file.Path;
import java.util.List;

import io.callqueue.standalone.town.ServiceProcess;
import io.callqueue.standalone.town.Town;

/** What is in store for the dispatchers of a round, and what of it happened. */
final class Mishaps {
    private final long seed;
    private int doomed;

    Mishaps(long seed) {
        this.seed = seed;
    }

    /** A dispatcher joins, with something in store for it; answers what. */
    Mishap join(Town town) {
        Mishap mishap = Mishap.of(seed, ++doomed);
        town.join("soak-dispatcher", mishap.signal().name(), mishap.step().name(), String.valueOf(mishap.nth()));
        return mishap;
    }

    /** How often something befell a dispatcher in the middle of a dial. */
    static long befallen(Town town) {
        return town.everStarted().stream().filter(Mishaps::isBefallen).count();
    }

    /** What those services said that ended although nobody wanted it. */
    static List<Path> crashed(Town town) {
        return town.everStarted().stream().filter(process -> process.hasCrashed() && !isBefallen(process))
                .map(ServiceProcess::log).toList();
    }

    private static boolean isBefallen(ServiceProcess process) {
        return process.hasSaid(Mishap.BEFALLS);
    }
}
