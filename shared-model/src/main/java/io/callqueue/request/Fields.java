package io.callqueue.request;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

import io.callqueue.codec.Json;

/** The fields of one JSON object whose shape is right. What is wrong with their meaning goes to the refusals. */
final class Fields {
    /** Times are kept as milliseconds in doubles, and printed with four digits of a year. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final String NO_TIME = "is not an ISO-8601 time with an offset: write 2027-01-15T14:30:00Z or 2027-01-15T20:00:00+05:30";
    private final JsonNode object;
    private final String path;
    private final List<Refusal> refusals;

    /** @param path of this object, such as {@code call_config.}; empty for the whole request */
    Fields(JsonNode object, String path, List<Refusal> refusals) {
        this.object = object;
        this.path = path;
        this.refusals = refusals;
    }

    Fields inside(String field) {
        return new Fields(object.path(field), path + field + ".", refusals);
    }

    Optional<JsonNode> node(String field) {
        return Optional.of(object.path(field)).filter(found -> !found.isMissingNode());
    }

    Optional<String> text(String field) {
        Optional<String> given = node(field).map(JsonNode::asString);
        if (given.isPresent() && !WellFormed.isText(given.get())) {
            refuse(field, "is text with half of a surrogate pair: send whole characters");
        }
        return given;
    }

    Optional<Boolean> flag(String field) {
        return node(field).map(JsonNode::asBoolean);
    }

    int integer(String field, int otherwise) {
        return node(field).map(JsonNode::asInt).orElse(otherwise);
    }

    Map<String, Object> tree(String field) {
        Optional<JsonNode> given = node(field);
        if (given.isPresent() && !WellFormed.isTree(given.get())) {
            refuse(field, "can not be kept: it is nested deeper than " + WellFormed.DEEPEST
                    + " levels, or holds a number beyond 1e308, or text with half of a surrogate pair");
            return Map.of();
        }
        return given.<Map<String, Object>>map(found -> Json.MAPPER.convertValue(found, new TypeReference<>() {
        })).orElse(Map.of());
    }

    Optional<Instant> time(String field) {
        Optional<String> given = text(field);
        Optional<Instant> time = given.flatMap(Fields::instant);
        Optional<Instant> kept = time.filter(Fields::canBeKept).map(at -> at.truncatedTo(ChronoUnit.MILLIS));
        if (given.isPresent() && kept.isEmpty()) {
            refuse(field, time.isPresent() ? "must be from 1970 to 9999" : NO_TIME);
        }
        return kept;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean canBeKept(Instant time) {
        return !time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST);
    }

    Optional<String> url(String field) {
        Optional<String> given = text(field);
        if (given.isPresent() && !isHttpUrl(given.get())) {
            refuse(field, "is not an absolute http or https URL");
        }
        return given;
    }

    private static boolean isHttpUrl(String text) {
        try {
            URI uri = new URI(text);
            @Nullable
            String scheme = uri.getScheme();
            return ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme)) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    void refuse(String field, String message) {
        refusals.add(Refusal.invalid(path + field, message));
    }
}
