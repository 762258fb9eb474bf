package io.callqueue.store;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Order;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;

/** A call as the fields of its Redis hash. Times are milliseconds since 1970; what is absent, or zero of what most calls have none of, has no field. */
final class CallHash {
    private final Map<String, String> fields;

    private CallHash(Map<String, String> fields) {
        this.fields = fields;
    }

    /** The fields as {@code field, value, ...}. */
    static List<String> write(Call call) {
        Writer out = new Writer();
        writeStanding(call, out);
        writeOrder(call.order(), out);
        call.attempt().ifPresent(attempt -> writeAttempt(attempt, out));
        return out.flat;
    }

    /**
     * What makes the fields of one call those of another.
     *
     * @param gone the names of those that are no more, @param fields the others that differ, as {@code field, value, ...}
     */
    record Changes(List<String> gone, List<String> fields) {}

    static Changes changes(Call from, Call to) {
        Map<String, String> before = fields(write(from));
        List<String> after = write(to);
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < after.size(); i += 2) {
            String value = after.get(i + 1);
            if (!value.equals(before.remove(after.get(i)))) {
                changed.addAll(after.subList(i, i + 2));
            }
        }
        return new Changes(List.copyOf(before.keySet()), changed);
    }

    private static void writeStanding(Call call, Writer out) {
        out.put("version", call.version()).put("revision", call.revision()).put("status", call.status().word());
        out.count("retries", call.retries()).count("look_ups", call.lookUps());
        if (call.cancelRequested()) {
            out.put("cancel_requested", 1);
        }
        out.time("due_at", call.dueAt()).put("error", call.error());
        out.time("updated_at", Optional.of(call.updatedAt())).time("completed_at", call.completedAt());
    }

    private static void writeOrder(Order order, Writer out) {
        out.put("phone_number", order.phoneNumber()).put("campaign_id", order.campaignId()).put("priority",
                order.priority().word());
        out.put("max_retries", order.maxRetries()).put("ring_timeout", order.ringTimeout().toSeconds());
        out.put("max_duration", order.maxDuration().toSeconds()).put("request_hash", order.requestHash());
        out.time("created_at", Optional.of(order.createdAt())).time("scheduled_at", order.scheduledAt())
                .time("expires_at", order.expiresAt()).put("retry_of", order.retryOf().map(CallId::value));
    }

    private static void writeAttempt(Attempt attempt, Writer out) {
        out.put("attempt", attempt.number()).put("owner", attempt.owner()).put("lease", attempt.lease());
        out.time("claimed_at", Optional.of(attempt.claimedAt())).time("dialed_at", attempt.dialedAt());
        out.time("ringing_at", attempt.ringingAt()).time("answered_at", attempt.answeredAt());
        out.put("request_uuid", attempt.requestUuid()).put("call_uuid", attempt.callUuid());
        out.time("hang_up_at", attempt.hangUpAt());
        if (attempt.machine()) {
            out.put("machine", 1);
        }
        attempt.ending().ifPresent(ending -> writeEnding(ending, out));
    }

    private static void writeEnding(Ending ending, Writer out) {
        out.time("ended_at", Optional.of(ending.at())).put("outcome", ending.outcome().word());
        out.put("hangup_cause", ending.hangupCause()).put("hangup_cause_code",
                ending.hangupCauseCode().map(String::valueOf));
        out.put("attempt_error", ending.error()).put("duration", ending.durationSeconds().map(String::valueOf));
        out.put("cost", ending.cost().map(BigDecimal::toPlainString));
    }

    /** The call of these fields, or empty when there are none. */
    static Optional<Call> read(CallId id, long epoch, List<?> flat) {
        Map<String, String> fields = fields(flat);
        return fields.containsKey("version") ? Optional.of(new CallHash(fields).call(id, epoch)) : Optional.empty();
    }

    private static Map<String, String> fields(List<?> flat) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            fields.put(String.valueOf(flat.get(i)), String.valueOf(flat.get(i + 1)));
        }
        return fields;
    }

    private Call call(CallId id, long epoch) {
        return new Call(id, epoch, number("version"), (int) number("revision"), CallStatus.parse(text("status")),
                order(),
                count("retries"), count("look_ups"), fields.containsKey("cancel_requested"), attempt(),
                optionalTime("due_at"),
                optional("error"), time("updated_at"), optionalTime("completed_at"));
    }

    private Order order() {
        return new Order(text("phone_number"), text("campaign_id"), Priority.of(text("priority")).orElseThrow(),
                (int) number("max_retries"),
                Duration.ofSeconds(number("ring_timeout")), Duration.ofSeconds(number("max_duration")),
                time("created_at"),
                optionalTime("scheduled_at"), optionalTime("expires_at"), text("request_hash"),
                optional("retry_of").map(CallId::new));
    }

    private Optional<Attempt> attempt() {
        return optional("attempt")
                .map(number -> new Attempt(Integer.parseInt(number), text("owner"), text("lease"), time("claimed_at"),
                        optionalTime("dialed_at"), optionalTime("ringing_at"), optionalTime("answered_at"),
                        optional("request_uuid"),
                        optional("call_uuid"), fields.containsKey("machine"), ending(), optionalTime("hang_up_at")));
    }

    private Optional<Ending> ending() {
        return optional("outcome")
                .map(outcome -> new Ending(time("ended_at"), Outcome.parse(outcome), optional("hangup_cause"),
                        optional("hangup_cause_code").map(Integer::valueOf), optional("attempt_error"),
                        optional("duration").map(Integer::valueOf), optional("cost").map(BigDecimal::new)));
    }

    private Optional<String> optional(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    private String text(String field) {
        return optional(field)
                .orElseThrow(() -> new IllegalStateException("a call without the field " + field + ": " + fields));
    }

    private long number(String field) {
        return Long.parseLong(text(field));
    }

    private int count(String field) {
        return optional(field).map(Integer::parseInt).orElse(0);
    }

    private Instant time(String field) {
        return Instant.ofEpochMilli(number(field));
    }

    private Optional<Instant> optionalTime(String field) {
        return optional(field).map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)));
    }

    private static final class Writer {
        private final List<String> flat = new ArrayList<>(64);

        Writer put(String field, Object value) {
            flat.add(field);
            flat.add(String.valueOf(value));
            return this;
        }

        Writer put(String field, Optional<String> value) {
            value.ifPresent(present -> put(field, (Object) present));
            return this;
        }

        Writer count(String field, int value) {
            return value == 0 ? this : put(field, value);
        }

        Writer time(String field, Optional<Instant> time) {
            return put(field, time.map(at -> String.valueOf(at.toEpochMilli())));
        }
    }
}
