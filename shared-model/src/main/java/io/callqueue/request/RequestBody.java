package io.callqueue.request;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import io.callqueue.call.CallId;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;

/** A request whose shape is right: fills in the defaults and checks what a schema can not say. */
final class RequestBody {
    private static final int DEFAULT_MAX_RETRIES = 3;
    private static final int DEFAULT_MAX_DURATION = 1800;
    private static final int DEFAULT_RING_TIMEOUT = 45;
    private final JsonNode json;
    private final List<Refusal> refusals = new ArrayList<>();

    RequestBody(JsonNode json) {
        this.json = json;
    }

    Reading read() {
        Optional<Instant> scheduledAt = time("scheduled_at");
        Optional<Instant> expiresAt = time("expires_at");
        if (scheduledAt.isPresent() && expiresAt.isPresent() && !expiresAt.get().isAfter(scheduledAt.get())) {
            refuse("expires_at", "is not after scheduled_at: the call could never be dialed");
        }
        if (json.has("calling_window")) {
            refuse("calling_window",
                    "calling windows are not supported yet: leave it out and queue the call when it may be dialed");
        }
        CallRequest request = new CallRequest(phoneNumber(), json.path("campaign_id").asString(), customCallId(),
                priority(), scheduledAt,
                expiresAt, integer(json, "max_retries", DEFAULT_MAX_RETRIES), timezone(), retryPolicy(), config());
        return refusals.isEmpty() ? new Reading.Accepted(request) : new Reading.Refused(refusals);
    }

    private String phoneNumber() {
        String given = json.path("phone_number").asString();
        Optional<String> number = PhoneNumber.normalize(given);
        if (number.isEmpty()) {
            refusals.add(new Refusal("phone_number", Refusal.INVALID_PHONE_NUMBER,
                    "is not one phone number in E.164: a + , the country code and the number, such as +919123456789"));
        }
        return number.orElse(given);
    }

    private Optional<String> customCallId() {
        Optional<String> id = text(json, "custom_call_id");
        if (id.isPresent() && !CallId.isValid(id.get())) {
            refuse("custom_call_id", "'" + id.get() + "' is reserved: choose another id");
        }
        return id;
    }

    private Priority priority() {
        return text(json, "priority").flatMap(Priority::of).orElse(Priority.NORMAL);
    }

    private Optional<Instant> time(String field) {
        Optional<String> given = text(json, field);
        Optional<Instant> time = given.flatMap(RequestBody::instant);
        if (given.isPresent() && time.isEmpty()) {
            refuse(field,
                    "is not an ISO-8601 time with an offset: write 2027-01-15T14:30:00Z or 2027-01-15T20:00:00+05:30");
        }
        return time;
    }

    private static Optional<Instant> instant(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            return time.isAfter(LATEST) || time.isBefore(Instant.EPOCH)
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(time.toEpochMilli()));
        } catch (java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Times are kept as milliseconds in doubles, and printed with four digits of a year. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private Optional<String> timezone() {
        Optional<String> zone = text(json, "timezone");
        if (zone.isPresent() && !ZoneId.getAvailableZoneIds().contains(zone.get())) {
            refuse("timezone", "is not a time zone of the IANA list, such as Asia/Kolkata");
        }
        return zone;
    }

    private Map<String, RetryRule> retryPolicy() {
        JsonNode policy = json.path("retry_policy");
        return policy.isMissingNode() ? Map.of() : Json.MAPPER.convertValue(policy, new TypeReference<>() {
        });
    }

    private CallConfig config() {
        JsonNode config = json.path("call_config");
        Optional<String> answerUrl = text(config, "answer_url");
        if (answerUrl.isPresent() && !isHttpUrl(answerUrl.get())) {
            refuse("call_config.answer_url", "is not an absolute http or https URL");
        }
        MachineDetection machine = text(config, "machine_detection").map(MachineDetection::parse)
                .orElse(MachineDetection.OFF);
        Map<String, Object> variables = config.has("variables")
                ? Json.MAPPER.convertValue(config.path("variables"), new TypeReference<>() {
                })
                : Map.of();
        return new CallConfig(text(config, "voice"), integer(config, "max_duration", DEFAULT_MAX_DURATION),
                integer(config, "ring_timeout", DEFAULT_RING_TIMEOUT), flag(config, "recording_enabled"),
                text(config, "flow_name"), machine,
                answerUrl, variables);
    }

    private static boolean isHttpUrl(String text) {
        try {
            URI uri = new URI(text);
            @Nullable
            String scheme = uri.getScheme();
            return ("http".equals(scheme) || "https".equals(scheme)) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Optional<String> text(JsonNode node, String field) {
        return present(node, field).map(JsonNode::asString);
    }

    private static Optional<Boolean> flag(JsonNode node, String field) {
        return present(node, field).map(JsonNode::asBoolean);
    }

    private static int integer(JsonNode node, String field, int otherwise) {
        return present(node, field).map(JsonNode::asInt).orElse(otherwise);
    }

    private static Optional<JsonNode> present(JsonNode node, String field) {
        return Optional.of(node.path(field)).filter(n -> !(n instanceof MissingNode));
    }

    private void refuse(String field, String message) {
        refusals.add(Refusal.invalid(field, message));
    }
}
