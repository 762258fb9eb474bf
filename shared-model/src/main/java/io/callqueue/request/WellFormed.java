package io.callqueue.request;

import java.util.Map;

import tools.jackson.databind.JsonNode;

/** Whether what is kept for somebody else can be written again, inside of other records too. */
public final class WellFormed {
    /** Far below what a JSON reader or writer bears, since events hold requests. */
    static final int DEEPEST = 64;

    private WellFormed() {}

    /** Whether the text has no half of a surrogate pair, such as the escape {@code d800} alone: UTF-8 can not hold it. */
    public static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char found = text.charAt(i);
            if (Character.isSurrogate(found)) {
                boolean pair = Character.isHighSurrogate(found) && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(++i));
                if (!pair) {
                    return false;
                }
            }
        }
        return true;
    }

    /** JSON has no word for a number beyond what a double holds, such as 1e400 becomes. */
    private static boolean isFinite(JsonNode node) {
        return !node.isFloatingPointNumber() || Double.isFinite(node.doubleValue());
    }

    /** Whether all texts and numbers in it are, and it is not nested too deeply. */
    static boolean isTree(JsonNode node) {
        return isTree(node, 1);
    }

    private static boolean isTree(JsonNode node, int depth) {
        if (!node.isContainer()) {
            return node.isString() ? isText(node.asString()) : isFinite(node);
        }
        if (depth > DEEPEST) {
            return false;
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (!isText(property.getKey())) {
                return false;
            }
        }
        for (JsonNode child : node) {
            if (!isTree(child, depth + 1)) {
                return false;
            }
        }
        return true;
    }
}
