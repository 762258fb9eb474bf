package io.callqueue.simulator.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.callqueue.simulator.behavior.Misbehavior;
import io.callqueue.simulator.http.Json;
import io.callqueue.simulator.http.Reply;

/** Plivo's JSON bodies: each has an api_id. */
final class PlivoReply {
    private PlivoReply() {}

    static Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("api_id", UUID.randomUUID().toString());
        return body;
    }

    static Reply ok(Map<String, Object> body) {
        return Json.reply(200, body);
    }

    static Reply error(int status, String message) {
        Map<String, Object> body = body();
        body.put("error", message);
        return error(status, body);
    }

    static Reply told(Misbehavior fault) {
        Map<String, Object> body = body();
        if (fault.hangupCode() == 0) {
            body.put("error", message(fault.status()));
        } else {
            body.put("error", "The call was refused with hangup code " + fault.hangupCode());
            body.put("hangup_cause_code", fault.hangupCode());
        }
        return error(fault.status(), body);
    }

    private static Reply error(int status, Map<String, Object> body) {
        byte[] json = Json.MAPPER.writeValueAsBytes(body);
        return new Reply.Whole(status, "application/json", json, switch (status) {
            case 401 -> Map.of("WWW-Authenticate", "Basic realm=\"Login Required\"");
            // The answer that some HTTP clients obey by sending the request again
            case 503 -> Map.of("Retry-After", "0");
            default -> Map.of();
        });
    }

    private static String message(int status) {
        return switch (status) {
            case 400 -> "invalid request";
            case 401 -> "Could not verify your access level for that URL.";
            case 402 -> "insufficient credit";
            case 403 -> "geo permission for this destination is not enabled";
            case 404 -> "not found";
            case 429 -> "rate limit exceeded";
            default -> status >= 500 ? "internal error" : "refused";
        };
    }
}
