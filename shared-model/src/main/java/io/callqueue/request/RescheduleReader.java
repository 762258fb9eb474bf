package io.callqueue.request;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import tools.jackson.databind.JsonNode;

import io.callqueue.call.Priority;
import io.callqueue.call.Reschedule;

/** Reads {@code {"scheduled_at": …, "priority": …}}, of which one may be left out. */
public final class RescheduleReader {
    private static final String SCHEDULED_AT = "scheduled_at";
    private static final String PRIORITY = "priority";

    private RescheduleReader() {}

    /** @param object must be one */
    public static Checked<Reschedule> read(JsonNode object) {
        List<Refusal> refusals = new ArrayList<>();
        for (String name : object.propertyNames()) {
            if (!name.equals(SCHEDULED_AT) && !name.equals(PRIORITY)) {
                refusals.add(new Refusal(name, Refusal.UNKNOWN_FIELD,
                        "can not be changed: scheduled_at and priority can, else cancel the call and queue another"));
            }
        }
        Reschedule wish = new Reschedule(time(object, refusals), priority(object, refusals));
        if (refusals.isEmpty() && wish.scheduledAt().isEmpty() && wish.priority().isEmpty()) {
            refusals.add(Refusal.invalid("", "nothing is to be changed: send scheduled_at or priority"));
        }
        return refusals.isEmpty() ? Checked.accepted(wish) : Checked.refused(refusals);
    }

    private static Optional<Instant> time(JsonNode object, List<Refusal> refusals) {
        if (object.has(SCHEDULED_AT) && !object.path(SCHEDULED_AT).isString()) {
            refusals.add(Refusal.invalid(SCHEDULED_AT, "must be text: an ISO-8601 time with an offset"));
            return Optional.empty();
        }
        return new Fields(object, "", refusals).time(SCHEDULED_AT);
    }

    private static Optional<Priority> priority(JsonNode object, List<Refusal> refusals) {
        Optional<Priority> priority = object.path(PRIORITY).stringValueOpt().flatMap(Priority::of);
        if (object.has(PRIORITY) && priority.isEmpty()) {
            refusals.add(Refusal.invalid(PRIORITY, "must be urgent, high, normal or low"));
        }
        return priority;
    }
}
