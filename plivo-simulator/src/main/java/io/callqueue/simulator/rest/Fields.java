package io.callqueue.simulator.rest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.callqueue.simulator.http.Json;
import io.callqueue.simulator.webhook.Callback;

/** The fields of a create's JSON body, read one by one; an IllegalArgumentException is what Plivo answers with a 400. */
final class Fields {
    private final ObjectNode json;

    private Fields(ObjectNode json) {
        this.json = json;
    }

    static Fields read(byte[] body) {
        try {
            if (Json.MAPPER.readTree(body) instanceof ObjectNode object) {
                return new Fields(object);
            }
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("the body is not JSON", malformed);
        }
        throw new IllegalArgumentException("the body is not a JSON object");
    }

    String required(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " parameter not present");
        }
        return text;
    }

    /** Empty when absent. */
    String text(String name) {
        JsonNode value = json.path(name);
        return value.isNull() || value.isMissingNode() || value.isContainer() ? "" : value.asString().strip();
    }

    /** A text, or an array of texts; each may hold several numbers between {@code <}. */
    List<String> numbers(String name) {
        JsonNode value = json.path(name);
        Stream<String> texts = value.isArray()
                ? value.valueStream().map(JsonNode::asString)
                : Stream.of(required(name));
        List<String> numbers = new ArrayList<>();
        texts.forEach(text -> Stream.of(text.split("<")).map(String::strip).filter(each -> !each.isEmpty())
                .forEach(numbers::add));
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException(name + " parameter not present");
        }
        return numbers;
    }

    Duration seconds(String name, int least, int most, int otherwise) {
        return Duration.ofSeconds(number(name, least, most, otherwise));
    }

    Duration millis(String name, int least, int most, int otherwise) {
        return Duration.ofMillis(number(name, least, most, otherwise));
    }

    private int number(String name, int least, int most, int otherwise) {
        String text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("-?\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(
                    name + " must be a whole number from " + least + " to " + most + ", not " + text);
        }
        return Integer.parseInt(text);
    }

    String oneOf(String name, Set<String> allowed, String otherwise) {
        String text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!allowed.contains(text)) {
            throw new IllegalArgumentException(name + " must be one of " + allowed + ", not " + text);
        }
        return text;
    }

    Callback callback(String urlField, String methodField) {
        String url = text(urlField);
        if (!url.isEmpty() && !url.matches("(?i)https?://[^\\s]+")) {
            throw new IllegalArgumentException(urlField + " is not a valid URL");
        }
        return new Callback(url, oneOf(methodField, Set.of("GET", "POST"), "POST"));
    }
}
