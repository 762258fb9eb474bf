package io.callqueue.standalone;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

import io.callqueue.simulator.witness.Witness;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds what callqueue says of a call that has ended against what Plivo saw. */
record Truth(Api api, Witness witness) {

    /** Every attempt was placed at most once, and the call says so of exactly those that were placed. */
    JsonNode of(String callId) {
        JsonNode call = api.call(callId);
        Map<Integer, Integer> placed = witness.placedByAttempt(callId);
        assertThat(placed.values()).as("calls placed for each attempt of %s", callId).allMatch(times -> times == 1);
        Set<Integer> told = Api.list(call.path("attempts")).stream().filter(Truth::reachedPlivo)
                .map(attempt -> attempt.path("number").asInt()).collect(Collectors.toSet());
        assertThat(told).as("attempts that reached Plivo, by %s", call).isEqualTo(placed.keySet());
        assertThat(call.path("attempt").asInt()).as(call.toString()).isEqualTo(call.path("attempts").size());
        return call;
    }

    private static boolean reachedPlivo(JsonNode attempt) {
        return !attempt.path("dialed_at").isNull();
    }
}
