package io.callqueue.standalone;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A call request as a backend writes it, to a number that no other call of the run has. */
record Asked(String id, String number, Map<String, Object> body) {
    static final String CAMPAIGN = "campaign-1";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    static Asked call(String id) {
        return to(id, "+1415%07d".formatted(5_550_200 + NUMBERS.incrementAndGet()));
    }

    static Asked to(String id, String number) {
        return new Asked(id, number, Map.of("custom_call_id", id, "phone_number", number, "campaign_id", CAMPAIGN));
    }

    Asked with(String field, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(body);
        more.put(field, value);
        return new Asked(id, number, more);
    }

    Asked without(String field) {
        Map<String, Object> less = new LinkedHashMap<>(body);
        less.remove(field);
        return new Asked(id, number, less);
    }

    Asked priority(String priority) {
        return with("priority", priority);
    }
}
