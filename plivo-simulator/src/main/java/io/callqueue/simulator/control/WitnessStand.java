package io.callqueue.simulator.control;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import tools.jackson.core.JsonGenerator;

import io.callqueue.simulator.http.Json;
import io.callqueue.simulator.http.Reply;
import io.callqueue.simulator.http.Request;
import io.callqueue.simulator.outcome.NumberPattern;
import io.callqueue.simulator.witness.Dial;
import io.callqueue.simulator.witness.Witness;

/** What the witness says, in short and in full. */
final class WitnessStand {
    private final Witness witness;

    WitnessStand(Witness witness) {
        this.witness = witness;
    }

    Reply witness(Request request, List<String> path) {
        if (path.size() == 1 && request.method().equals("DELETE")) {
            witness.reset();
            return Reply.empty(204);
        }
        if (!request.method().equals("GET")) {
            return Control.notAllowed(request);
        }
        return switch (path.size() == 3 ? path.get(1) : path.size() == 1 ? "all" : "") {
            case "all" -> Json.reply(200, witness.report());
            case "calls" -> call(path.get(2));
            case "numbers" -> Json.reply(200, Map.of("number", path.get(2), "placed", witness.placedTo(path.get(2))));
            default -> Control.error(404, "There is no " + request.path());
        };
    }

    private Reply call(String callId) {
        return Json.reply(200, Map.of("call_id", callId, "placed_by_attempt", witness.placedByAttempt(callId),
                "start_calls", witness.startCalls(callId), "start_call_bodies",
                witness.startCallBodies(callId).stream().map(Json.MAPPER::readTree).toList()));
    }

    Reply dials(Request request) {
        if (!request.method().equals("GET")) {
            return Control.notAllowed(request);
        }
        Optional<String> callId = request.query().first("call_id");
        Optional<String> to = request.query().first("to").map(String::strip).map(NumberPattern::digits);
        long offset = number(request, "offset", 0);
        long limit = number(request, "limit", Long.MAX_VALUE);
        Stream<Dial> dials = witness.dials().stream()
                .filter(dial -> callId.map(dial.callId()::equals).orElse(true))
                .filter(dial -> to.map(NumberPattern.digits(dial.to())::equals).orElse(true))
                .skip(offset)
                .limit(limit);
        return new Reply.Streamed("application/json", out -> write(dials, out));
    }

    private static long number(Request request, String name, long otherwise) {
        return request.query().first(name).map(text -> {
            if (!text.matches("\\d{1,9}")) {
                throw new IllegalArgumentException(name + " must be a whole number of 0 or more, not " + text);
            }
            return Long.parseLong(text);
        }).orElse(otherwise);
    }

    private static void write(Stream<Dial> dials, OutputStream out) throws IOException {
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("dials");
            dials.forEach(json::writePOJO);
            json.writeEndArray();
            json.writeEndObject();
        }
    }
}
