package io.callqueue.standalone.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;

import io.callqueue.simulator.witness.Witness;

/** Holds what callqueue says of each call against how it had to end, and against what the simulator saw. */
final class Judgement {
    private final Backend backend;
    private final Witness witness;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Integer> ends = new TreeMap<>();
    private int attempts;

    Judgement(Backend backend, Witness witness) {
        this.backend = backend;
        this.witness = witness;
    }

    void judge(List<SampleCall> calls) throws IOException, InterruptedException {
        for (SampleCall call : calls) {
            judge(call, backend.get("/api/calls/" + call.id()));
        }
        if (attempts != witness.placed()) {
            faults.add("callqueue counts " + attempts + " attempts, the simulator " + witness.placed() + " dials");
        }
        witness.attemptsPlacedTwice().forEach(twice -> faults.add("dialed twice: " + twice));
    }

    private void judge(SampleCall call, JsonNode told) {
        String status = told.path("status").asString();
        ends.merge(status, 1, Integer::sum);
        if (!status.equals(call.end().word())) {
            faults.add(call.id() + " ended " + status + " instead of " + call.end().word());
        }
        int counted = (int) told.path("attempts").valueStream().filter(Judgement::reachedPlivo).count();
        attempts += counted;
        int seen = witness.placedByAttempt(call.id()).size();
        if (counted != seen || seen != call.fates().size()) {
            faults.add(call.id() + " had " + counted + " attempts, the simulator saw " + seen + ", expected were "
                    + call.fates().size());
        }
    }

    /** On a busy machine an attempt may find no moment to leave; the next one does. */
    private static boolean reachedPlivo(JsonNode attempt) {
        return !attempt.path("dialed_at").isNull();
    }

    int attempts() {
        return attempts;
    }

    Map<String, Integer> ends() {
        return ends;
    }

    List<String> faults() {
        return faults;
    }
}
