package io.callqueue.request;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.callqueue.codec.Json;

/** A request as Redis keeps it: what most requests have in common is left out, since millions of them may wait. It is a request as well. */
public final class CompactRequest {
    private static final String CALL_CONFIG = "call_config";
    private static final ObjectNode DEFAULTS = defaults();

    private CompactRequest() {}

    private static ObjectNode defaults() {
        ObjectNode least = Json.MAPPER.createObjectNode().put("phone_number", "+14155550100").put("campaign_id", "c");
        ObjectNode defaults = Json.MAPPER.valueToTree(((Reading.Accepted) new RequestBody(least).read()).request());
        return defaults.without(least.propertyNames());
    }

    public static String write(CallRequest request) {
        ObjectNode tree = Json.MAPPER.valueToTree(request);
        strip(tree, DEFAULTS);
        if (tree.get(CALL_CONFIG) instanceof ObjectNode config) {
            strip(config, DEFAULTS.get(CALL_CONFIG));
        }
        return Json.text(tree);
    }

    private static void strip(ObjectNode tree, JsonNode defaults) {
        defaults.properties().stream().filter(each -> each.getValue().equals(tree.get(each.getKey())))
                .forEach(each -> tree.remove(each.getKey()));
    }

    public static CallRequest read(String json) {
        JsonNode tree = Json.read(json, JsonNode.class);
        ObjectNode whole = DEFAULTS.deepCopy().setAll((ObjectNode) tree.deepCopy());
        whole.set(CALL_CONFIG, ((ObjectNode) DEFAULTS.get(CALL_CONFIG)).deepCopy()
                .setAll((ObjectNode) tree.path(CALL_CONFIG).asObjectOpt().orElseGet(Json.MAPPER::createObjectNode)));
        return Json.MAPPER.treeToValue(whole, CallRequest.class);
    }
}
