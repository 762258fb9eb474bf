package io.callqueue.request;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;

import io.callqueue.call.CallId;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.window.CallingWindow;

/** A request whose shape is right: fills in the defaults and checks what a schema can not say. */
final class RequestBody {
    private static final int DEFAULT_MAX_RETRIES = 3;
    private static final int DEFAULT_MAX_DURATION = 1800;
    private static final int DEFAULT_RING_TIMEOUT = 45;
    private static final Set<String> RETRIED = Set.of("no_answer", "busy", "network", "account_limit", "machine");
    private final List<Refusal> refusals = new ArrayList<>();
    private final Fields fields;

    RequestBody(JsonNode json) {
        this.fields = new Fields(json, "", refusals);
    }

    Reading read() {
        Optional<Instant> scheduledAt = fields.time("scheduled_at");
        Optional<Instant> expiresAt = fields.time("expires_at");
        if (scheduledAt.isPresent() && expiresAt.isPresent() && !expiresAt.get().isAfter(scheduledAt.get())) {
            fields.refuse("expires_at", "is not after scheduled_at: the call could never be dialed");
        }
        CallRequest request = new CallRequest(phoneNumber(), fields.text("campaign_id").orElse(""), customCallId(),
                priority(), scheduledAt, expiresAt, fields.integer("max_retries", DEFAULT_MAX_RETRIES), timezone(),
                callingWindow(), retryPolicy(), config());
        return refusals.isEmpty() ? new Reading.Accepted(request) : new Reading.Refused(refusals);
    }

    private String phoneNumber() {
        String given = fields.text("phone_number").orElse("");
        Optional<String> number = PhoneNumber.normalize(given);
        if (number.isEmpty()) {
            refusals.add(Refusal.phoneNumber("phone_number"));
        }
        return number.orElse(given);
    }

    private Optional<String> customCallId() {
        Optional<String> id = fields.text("custom_call_id");
        if (id.isPresent() && !CallId.isValid(id.get())) {
            fields.refuse("custom_call_id", "'" + id.get() + "' is reserved: choose another id");
        }
        return id;
    }

    private Priority priority() {
        return fields.text("priority").flatMap(Priority::of).orElse(Priority.NORMAL);
    }

    private Optional<String> timezone() {
        Optional<String> zone = fields.text("timezone");
        if (zone.isPresent() && !CallingWindow.isZone(zone.get())) {
            fields.refuse("timezone", "is not a time zone of the IANA list, such as Asia/Kolkata");
        }
        return zone;
    }

    private Optional<CallingWindow> callingWindow() {
        return fields.node("calling_window").flatMap(window -> new WindowBody(fields.inside("calling_window")).read());
    }

    private Map<String, RetryRule> retryPolicy() {
        Map<String, RetryRule> rules = new TreeMap<>();
        fields.node("retry_policy").ifPresent(policy -> policy.properties().forEach(given -> {
            if (RETRIED.contains(given.getKey())) {
                rules.put(given.getKey(), Json.MAPPER.convertValue(given.getValue(), RetryRule.class));
            }
        }));
        return rules;
    }

    private CallConfig config() {
        Fields config = fields.inside("call_config");
        MachineDetection machine = config.text("machine_detection").map(MachineDetection::parse)
                .orElse(MachineDetection.OFF);
        return new CallConfig(config.text("voice"), config.integer("max_duration", DEFAULT_MAX_DURATION),
                config.integer("ring_timeout", DEFAULT_RING_TIMEOUT), config.flag("recording_enabled"),
                config.text("flow_name"), machine, config.url("answer_url"), config.tree("variables"));
    }
}
