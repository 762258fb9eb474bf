package io.callqueue.simulator.control;

import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Orders;
import io.callqueue.simulator.http.Json;
import io.callqueue.simulator.http.Reply;
import io.callqueue.simulator.http.Request;

/**
 * Reads and changes the behavior. A PUT changes what it names: of pace, lags, limits and ids each field alone,
 * of mix and misbehavior the whole.
 */
final class BehaviorDesk {
    private static final Set<String> FIELD_BY_FIELD = Set.of("pace", "lags", "limits", "ids");

    private final Orders orders;

    BehaviorDesk(Orders orders) {
        this.orders = orders;
    }

    Reply handle(Request request) {
        return switch (request.method()) {
            case "GET" -> Json.reply(200, orders.current());
            case "PUT" -> change(request);
            default -> Control.notAllowed(request);
        };
    }

    private Reply change(Request request) {
        if (!(Json.MAPPER.readTree(request.body()) instanceof ObjectNode asked)) {
            return Control.error(400, "The body must be a JSON object");
        }
        return Json.reply(200, orders.change(current -> merged(current, asked)));
    }

    private static Behavior merged(Behavior current, ObjectNode asked) {
        ObjectNode merged = Json.MAPPER.valueToTree(current);
        asked.properties().forEach(field -> merge(merged, field.getKey(), field.getValue()));
        return Json.MAPPER.treeToValue(merged, Behavior.class);
    }

    private static void merge(ObjectNode into, String name, JsonNode value) {
        if (FIELD_BY_FIELD.contains(name) && value instanceof ObjectNode some
                && into.get(name) instanceof ObjectNode all) {
            some.properties().forEach(field -> all.set(field.getKey(), field.getValue()));
        } else {
            into.set(name, value);
        }
    }
}
