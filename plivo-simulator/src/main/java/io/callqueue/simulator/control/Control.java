package io.callqueue.simulator.control;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import tools.jackson.core.JacksonException;

import io.callqueue.simulator.call.Switchboard;
import io.callqueue.simulator.http.Json;
import io.callqueue.simulator.http.Reply;
import io.callqueue.simulator.http.Request;
import io.callqueue.simulator.http.Route;
import io.callqueue.simulator.witness.Witness;

/** Routes what is under /simulator/; whatever cannot be read is a 400 that says why. */
public final class Control implements Route {
    public static final String PREFIX = "/simulator/";

    private final BehaviorDesk behavior;
    private final NumberDesk numbers;
    private final WitnessStand stand;
    private final Switchboard switchboard;

    public Control(Switchboard.Told told, Switchboard switchboard, Witness witness) {
        behavior = new BehaviorDesk(told.orders());
        numbers = new NumberDesk(told.numbers());
        stand = new WitnessStand(witness);
        this.switchboard = switchboard;
    }

    @Override
    public Reply handle(Request request) {
        try {
            List<String> path = request.segmentsAfter(PREFIX);
            return switch (path.isEmpty() ? "" : path.getFirst()) {
                case "witness" -> stand.witness(request, path);
                case "dials" -> stand.dials(request);
                case "behavior" -> behavior.handle(request);
                case "numbers" -> numbers.handle(request, path);
                case "calls" -> calls(request, path);
                default -> error(404, "There is no " + request.path());
            };
        } catch (JacksonException unreadable) {
            return error(400, Objects.requireNonNullElse(unreadable.getOriginalMessage(), "unreadable"));
        } catch (IllegalArgumentException wrong) {
            return error(400, Objects.requireNonNullElse(wrong.getMessage(), "wrong"));
        }
    }

    private Reply calls(Request request, List<String> path) {
        if (path.size() == 1 && request.method().equals("GET")) {
            return Json.reply(200, Map.of("calls", switchboard.open()));
        }
        if (path.size() == 3 && path.get(2).equals("hangup") && request.method().equals("POST")) {
            return switchboard.calleeHangsUp(path.get(1))
                    ? Reply.empty(204)
                    : error(404, "No open call " + path.get(1));
        }
        return notAllowed(request);
    }

    static Reply notAllowed(Request request) {
        return error(405, "No " + request.method() + " on " + request.path());
    }

    static Reply error(int status, String reason) {
        return Json.reply(status, Map.of("error", reason));
    }
}
