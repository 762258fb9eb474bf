package io.callqueue.standalone.caps;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.behavior.Spread;
import io.callqueue.standalone.town.Town;
import io.callqueue.standalone.town.TownSettings;

/** Dispatchers as processes of their own, and a Plivo whose calls are all answered at once. */
final class Dispatchers {
    private final Path logs;

    /** @param logs where each service says what it does */
    Dispatchers(Path logs) {
        this.logs = logs;
    }

    /** @param talk how long each call lasts, @param caps of the account, by their variables */
    Town start(int dispatchers, Duration talk, Map<String, Integer> caps) throws InterruptedException {
        Map<String, String> environment = new HashMap<>();
        caps.forEach((name, cap) -> environment.put(name, String.valueOf(cap)));
        Behavior behavior = Behavior.instantAnswers().withPace(Pace.INSTANT.withTalk(Spread.of(talk)));
        return Town.build(new TownSettings(1, behavior, environment, List.of()), logs, town -> {
            for (int i = 0; i < dispatchers; i++) {
                town.join();
            }
        });
    }
}
