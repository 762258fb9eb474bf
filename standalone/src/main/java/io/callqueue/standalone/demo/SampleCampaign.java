package io.callqueue.standalone.demo;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;
import io.callqueue.simulator.outcome.Outcome;
import io.callqueue.standalone.demo.SampleCall.Way;

/** The calls of the demo: 60 by single requests, 100 in bulk (20 of them scheduled), 40 by a direct producer. */
final class SampleCampaign {
    static final String ID = "demo-campaign";
    private static final int CALLS = 200;
    private static final int SINGLE = 60;
    private static final int BULK = 160;
    private static final int SCHEDULED_FROM = 140;
    private static final int MAX_RETRIES = 2;
    private static final Map<String, Object> QUICK = Map.of("base_seconds", 1, "factor", 2, "cap_seconds", 4);
    private final Instant start;

    SampleCampaign(Instant start) {
        this.start = start;
    }

    List<SampleCall> calls() {
        return IntStream.range(0, CALLS).mapToObj(this::call).toList();
    }

    private SampleCall call(int i) {
        String id = "demo-%03d".formatted(i);
        String number = "+1415555%04d".formatted(1000 + i);
        List<Outcome> fates = fates(i);
        return new SampleCall(id, way(i), number, request(i, id, number), fates, end(fates));
    }

    private static Way way(int i) {
        if (i < SINGLE) {
            return Way.SINGLE;
        }
        return i < BULK ? Way.BULK : Way.DIRECT;
    }

    /** Most are answered; some are busy or not at home at first, a few always, and some numbers do not exist. */
    private static List<Outcome> fates(int i) {
        return switch (i % 20) {
            case 7, 17 -> List.of(Outcome.BUSY, Outcome.ANSWERED);
            case 8 -> List.of(Outcome.NO_ANSWER, Outcome.NO_ANSWER, Outcome.ANSWERED);
            case 18 -> Collections.nCopies(MAX_RETRIES + 1, Outcome.NO_ANSWER);
            case 19 -> List.of(Outcome.INVALID);
            default -> List.of(Outcome.ANSWERED);
        };
    }

    private static CallStatus end(List<Outcome> fates) {
        return fates.getLast().equals(Outcome.ANSWERED) ? CallStatus.COMPLETED : CallStatus.FAILED;
    }

    private Map<String, Object> request(int i, String id, String number) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("phone_number", number);
        request.put("campaign_id", ID);
        request.put("custom_call_id", id);
        request.put("priority", priority(i).word());
        if (i >= SCHEDULED_FROM && i < BULK) {
            request.put("scheduled_at", start.plusSeconds(5 + i % 10).toString());
        }
        request.put("max_retries", MAX_RETRIES);
        request.put("retry_policy", Map.of("no_answer", QUICK, "busy", QUICK));
        request.put("call_config", Map.of("flow_name", "demo", "max_duration", 60, "ring_timeout", 10, "variables",
                Map.of("name", "Caller " + i)));
        return request;
    }

    static Priority priority(int i) {
        return Priority.values()[i % Priority.values().length];
    }
}
