package io.callqueue.request;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.callqueue.codec.Json;

/** Reads call requests: first their shape by the JSON Schema, then their meaning. Safe for use by many threads. */
public final class RequestReader {
    /** What to do with fields that no request has: REST refuses them, Kafka ignores them. */
    public enum UnknownFields {
        REFUSE, IGNORE
    }

    /** Of an object or a list: more is no request, and would be as many errors. */
    private static final int MOST_ENTRIES = 1_000;
    /** That are told of one request. */
    private static final int MOST_REFUSALS = 100;
    /** The objects and lists whose every entry is checked. */
    private static final List<String> CHECKED = List.of("", "/call_config", "/calling_window", "/calling_window/days",
            "/calling_window/holidays", "/retry_policy");
    private static final String SCHEMA = "/callqueue/call-request.schema.json";
    private final Schema schema;
    private final UnknownFields unknownFields;

    public RequestReader(UnknownFields unknownFields) {
        this.unknownFields = unknownFields;
        this.schema = schema("");
    }

    /** @param pointer to a part of the file that refers to no other part; empty for all of it */
    static Schema schema(String pointer) {
        try (InputStream in = Objects.requireNonNull(RequestReader.class.getResourceAsStream(SCHEMA), SCHEMA)) {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, registry -> registry
                    .schemaRegistryConfig(SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build()))
                    .getSchema(Json.tree(in.readAllBytes()).at(pointer));
            schema.initializeValidators();
            return schema;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads bytes that should be one request. */
    public Reading read(byte[] json) {
        try {
            return read(Json.tree(json));
        } catch (JacksonException e) {
            return refused(List.of(Refusal.invalid("", "not JSON: " + e.getOriginalMessage())));
        }
    }

    /** Reads one request. */
    public Reading read(JsonNode json) {
        try {
            return check(json);
        } catch (JacksonException e) { // such as 1e400, where the schema wants an integer
            return refused(List.of(Refusal.invalid("", "a number is far out of the range of its field")));
        }
    }

    /** Reads a {@code retry_policy} that stands outside of a request, by the same rules. */
    public Checked<Map<String, RetryRule>> retryPolicy(JsonNode policy) {
        ObjectNode request = Json.MAPPER.createObjectNode().put("phone_number", "+14155550100").put("campaign_id", "c")
                .set("retry_policy", policy);
        return switch (read(request)) {
            case Reading.Accepted(CallRequest read) -> Checked.accepted(read.retryPolicy());
            case Reading.Refused(List<Refusal> refusals) -> Checked.refused(refusals);
        };
    }

    private Reading check(JsonNode json) {
        List<Refusal> refusals = new ArrayList<>(overlong(json));
        if (!refusals.isEmpty()) {
            return refused(refusals);
        }
        for (Error error : schema.validate(json)) {
            if (!isUnknownField(error) || unknownFields == UnknownFields.REFUSE) {
                refusals.add(refusal(error));
            }
        }
        return refusals.isEmpty() ? new RequestBody(json).read() : refused(refusals);
    }

    private static List<Refusal> overlong(JsonNode json) {
        List<String> checked = new ArrayList<>(CHECKED);
        checked.addAll(json.path("retry_policy").propertyNames().stream().limit(MOST_ENTRIES)
                .map(kind -> "/retry_policy/" + kind.replace("~", "~0").replace("/", "~1")).toList());
        return checked.stream().filter(pointer -> json.at(pointer).size() > MOST_ENTRIES)
                .map(pointer -> Refusal.invalid(
                        pointer.replaceFirst("^/", "").replace('/', '.'), "has more than " + MOST_ENTRIES + " entries"))
                .toList();
    }

    private static Reading refused(List<Refusal> refusals) {
        return new Reading.Refused(
                refusals.stream().sorted(Comparator.comparing(Refusal::field)).limit(MOST_REFUSALS).toList());
    }

    private static boolean isUnknownField(Error error) {
        return "additionalProperties".equals(error.getKeyword());
    }

    static Refusal refusal(Error error) {
        String at = error.getInstanceLocation().toString().replaceFirst("^[/$]\\.?", "").replace('/', '.');
        String property = error.getProperty();
        String field = property == null ? at : at.isEmpty() ? property : at + "." + property;
        if (isUnknownField(error)) {
            return new Refusal(field, Refusal.UNKNOWN_FIELD, "no such field: remove it");
        }
        String message = "required".equals(error.getKeyword()) ? "is required" : withoutLocation(error);
        String code = field.equals("phone_number") ? Refusal.INVALID_PHONE_NUMBER : Refusal.INVALID_REQUEST;
        return new Refusal(field, code, message);
    }

    private static String withoutLocation(Error error) {
        String prefix = error.getInstanceLocation() + ": ";
        String message = error.getMessage();
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }
}
