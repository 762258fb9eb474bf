package io.callqueue.ingest.control;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import io.callqueue.codec.Json;
import io.callqueue.control.Limits;
import io.callqueue.ingest.web.Problem;
import io.callqueue.ingest.web.Refused;
import io.callqueue.request.Checked;
import io.callqueue.request.Refusal;
import io.callqueue.request.WellFormed;
import io.callqueue.request.WindowReader;
import io.callqueue.window.CallingWindow;

/** The settings that a PUT is sent: a field that is left out stays as it is, null unsets it. */
public final class SettingsBody {
    public static final DataSize MOST = DataSize.ofKilobytes(64);
    private static final WindowReader WINDOWS = new WindowReader();
    private final JsonNode body;
    private final List<Refusal> refusals = new ArrayList<>();

    private SettingsBody(JsonNode body, Set<String> fields) {
        this.body = body;
        body.propertyNames().stream().filter(name -> !fields.contains(name)).forEach(
                name -> refusals.add(new Refusal(name, Refusal.UNKNOWN_FIELD, "can not be set: " + fields.stream()
                        .sorted().toList() + " can")));
    }

    /**
     * @param fields that may be there
     * @throws Refused when this is no JSON object
     */
    public static SettingsBody read(byte[] bytes, Set<String> fields) {
        JsonNode json;
        try {
            json = Json.tree(bytes);
        } catch (JacksonException e) {
            throw new Refused(Problem.malformed("the body is not JSON: " + e.getOriginalMessage()));
        }
        if (!json.isObject()) {
            throw new Refused(Problem.malformed("the body must be an object with what to set"));
        }
        return new SettingsBody(json, fields);
    }

    /** Whether the field is there, be it with null. */
    boolean has(String name) {
        return body.has(name);
    }

    /** A whole number from 1. */
    Optional<Integer> wholeNumber(String name, Optional<Integer> now, int most) {
        return field(name, now, sent -> sent.decimalValueOpt().filter(SettingsBody::isWhole)
                .filter(number -> Limits.isFrom(number, BigDecimal.ONE, BigDecimal.valueOf(most)))
                .map(BigDecimal::intValueExact), "must be a whole number from 1 to " + most);
    }

    Optional<BigDecimal> number(String name, Optional<BigDecimal> now, BigDecimal least, BigDecimal most) {
        return field(name, now, sent -> sent.decimalValueOpt().filter(number -> Limits.isFrom(number, least, most)),
                "must be a number from " + least + " to " + most);
    }

    Optional<Boolean> flag(String name, Optional<Boolean> now) {
        return field(name, now, JsonNode::booleanValueOpt, "must be true or false");
    }

    /** A text of 1 to {@code most} characters. */
    public Optional<String> text(String name, int most) {
        return field(name, Optional.empty(), sent -> sent.stringValueOpt().map(String::strip)
                .filter(text -> !text.isEmpty() && text.length() <= most && WellFormed.isText(text)),
                "must be a text of 1 to " + most + " characters");
    }

    /** A calling window, as in a call request. */
    Optional<CallingWindow> window(String name) {
        return body.optional(name).filter(sent -> !sent.isNull()).flatMap(sent -> WINDOWS.read(sent, name, refusals));
    }

    /** What has rules of its own. */
    <T> Optional<T> checked(String name, Function<JsonNode, Checked<T>> check) {
        return body.optional(name).filter(sent -> !sent.isNull()).map(check).flatMap(found -> {
            refusals.addAll(found.refusals());
            return found.value();
        });
    }

    /** @throws Refused when a field that was asked for is wrong, or when there is one that nobody knows */
    public void check() {
        if (!refusals.isEmpty()) {
            throw new Refused(Problem.refused(refusals));
        }
    }

    private <T> Optional<T> field(String name, Optional<T> now, Function<JsonNode, Optional<T>> read, String rule) {
        Optional<JsonNode> sent = body.optional(name);
        if (sent.isEmpty()) {
            return now;
        }
        Optional<T> value = sent.flatMap(read);
        if (value.isEmpty() && !sent.get().isNull()) {
            refusals.add(new Refusal(name, Refusal.INVALID_REQUEST, rule));
        }
        return value;
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }
}
