package io.callqueue.simulator.bot;

import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import io.callqueue.simulator.http.Json;
import io.callqueue.simulator.http.Reply;
import io.callqueue.simulator.http.Request;
import io.callqueue.simulator.http.Route;
import io.callqueue.simulator.witness.Witness;

/** The three endpoints of a voice bot, doing the least that one must do. */
public final class SampleBot implements Route {
    private static final String ANSWER = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Response>
              <Speak>Hello, this is a test call.</Speak>
              <Wait length="60"/>
            </Response>
            """;

    private final Witness witness;

    public SampleBot(Witness witness) {
        this.witness = witness;
    }

    @Override
    public Reply handle(Request request) {
        return switch (request.path()) {
            case "/start-call" -> counted(request, request.method().equals("POST") ? startCall(request) : notAllowed());
            case "/outbound-answer" -> counted(request, answer(request));
            case "/health" -> counted(request, Json.reply(200, Map.of("status", "ok")));
            default -> Json.reply(404, Map.of("error", "not found"));
        };
    }

    private Reply counted(Request request, Reply reply) {
        witness.requested(request.method() + " " + request.path());
        return reply;
    }

    private Reply startCall(Request request) {
        try {
            JsonNode body = Json.MAPPER.readTree(request.body());
            witness.startCall(body.path("call_id").asString(""), body.toString());
            return Json.reply(200, Map.of("status", "started"));
        } catch (JacksonException malformed) {
            return Json.reply(400, Map.of("error", "the body is not JSON"));
        }
    }

    private static Reply answer(Request request) {
        return switch (request.method()) {
            case "GET", "POST" -> Reply.text(200, "application/xml", ANSWER);
            default -> notAllowed();
        };
    }

    private static Reply notAllowed() {
        return Json.reply(405, Map.of("error", "method not allowed"));
    }
}
