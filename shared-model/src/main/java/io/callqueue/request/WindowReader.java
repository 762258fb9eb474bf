package io.callqueue.request;

import java.util.List;
import java.util.Optional;

import com.networknt.schema.Schema;
import tools.jackson.databind.JsonNode;

import io.callqueue.window.CallingWindow;

/** Reads a calling window that stands by itself, as a campaign's does, by the rules of a request's. Safe for use by many threads. */
public final class WindowReader {
    private final Schema schema = RequestReader.schema("/$defs/calling_window");

    /**
     * The window; empty when it is refused.
     *
     * @param field the name under which it was sent
     * @param refusals what is wrong is added here
     */
    public Optional<CallingWindow> read(JsonNode json, String field, List<Refusal> refusals) {
        List<Refusal> shape = schema.validate(json).stream().map(RequestReader::refusal)
                .map(wrong -> new Refusal(wrong.field().isEmpty() ? field : field + "." + wrong.field(), wrong.code(),
                        wrong.message()))
                .toList();
        refusals.addAll(shape);
        return shape.isEmpty() ? new WindowBody(new Fields(json, field + ".", refusals)).read() : Optional.empty();
    }
}
