package io.callqueue.ingest.bulk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import io.callqueue.codec.Json;
import io.callqueue.ingest.web.Problem;
import io.callqueue.request.Refusal;

/**
 * The outer shape of a batch, checked from its first byte to its last before any call of it is accepted. The calls are only counted: a
 * batch as a tree would take ten times its size.
 */
final class BatchBody {
    private static final Pattern BATCH_ID = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1,128}");
    private final byte[] json;
    private final BulkSettings settings;
    private final List<Refusal> refusals = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private Optional<String> batchId = Optional.empty();
    private int calls;

    private BatchBody(byte[] json, BulkSettings settings) {
        this.json = json;
        this.settings = settings;
    }

    /** What a body was found to be. */
    sealed interface Checked {}

    /** @param calls how many rows it has */
    record Usable(Optional<String> batchId, int calls) implements Checked {}

    record Refused(List<Refusal> refusals) implements Checked {}

    record TooMany() implements Checked {}

    record NotJson(String reason) implements Checked {}

    static Checked check(byte[] json, BulkSettings settings) {
        return new BatchBody(json, settings).check();
    }

    private Checked check() {
        try (JsonParser in = Json.MAPPER.createParser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return new NotJson("a batch is a JSON object with calls: [...]");
            }
            if (in.currentTokenLocation().getByteOffset() < 0) { // its calls could not be cut out of it
                return new NotJson("a batch is written in UTF-8");
            }
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                readField(in);
                if (refusals.size() >= Problem.MOST_ERRORS) { // they, and the names, would fill the memory
                    return new Refused(refusals.subList(0, Problem.MOST_ERRORS));
                }
            }
            return in.nextToken() == null ? verdict() : new NotJson("something follows after the object");
        } catch (JacksonException e) {
            return new NotJson(e.getOriginalMessage());
        }
    }

    private Checked verdict() {
        if (!seen.contains("calls")) {
            refuse("calls", "is required: an array of call requests");
        }
        if (!refusals.isEmpty()) {
            return new Refused(refusals);
        }
        return calls > settings.maxCalls() ? new TooMany() : new Usable(batchId, calls);
    }

    private void readField(JsonParser in) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (!seen.add(name)) {
            refuse(name, "is there twice: write it once");
        }
        switch (name) {
            case "batch_id" -> readBatchId(in, value);
            case "calls" -> countCalls(in, value);
            default -> refusals.add(new Refusal(name, Refusal.UNKNOWN_FIELD, "no such field: remove it"));
        }
        in.skipChildren();
    }

    private void readBatchId(JsonParser in, JsonToken value) {
        if (value == JsonToken.VALUE_STRING && BATCH_ID.matcher(in.getString()).matches()) {
            batchId = Optional.of(in.getString());
        } else {
            refuse("batch_id", "is not a text of 1 to 128 characters without control characters");
        }
    }

    private void countCalls(JsonParser in, JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            refuse("calls", "is not an array of call requests");
            return;
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            in.skipChildren();
            calls++;
        }
        if (calls == 0) {
            refuse("calls", "is empty: a batch has at least one call");
        }
    }

    private void refuse(String field, String message) {
        refusals.add(new Refusal(field, Refusal.INVALID_REQUEST, message));
    }
}
