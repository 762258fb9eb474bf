package io.callqueue.bench.due;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.codec.Json;
import io.callqueue.request.CallRequest;
import io.callqueue.request.Reading;
import io.callqueue.request.RequestReader;
import io.callqueue.store.CallStore;

/**
 * Calls that come due evenly over a time, one after the other.
 *
 * @param first when the first one is due
 * @param over the time until the last one is
 */
record Appointments(String name, int calls, Instant first, Duration over) {
    private static final RequestReader READER = new RequestReader(RequestReader.UnknownFields.REFUSE);
    private static final int AT_ONCE = 1_000;

    /** That are due from this long after now. */
    static Appointments in(Duration lead, int calls, Duration over) {
        return new Appointments(UUID.randomUUID().toString(), calls, Instant.now().plus(lead), over);
    }

    /** Has Redis keep them; returns when it does. */
    void make(CallStore store) {
        for (int start = 0; start < calls; start += AT_ONCE) {
            CompletableFuture.allOf(IntStream.range(start, Math.min(calls, start + AT_ONCE))
                    .mapToObj(number -> create(store, number)).toArray(CompletableFuture[]::new)).join();
        }
        if (Instant.now().isAfter(first)) {
            throw new IllegalStateException(
                    "the first calls were due before the last ones were written: fewer calls, please");
        }
    }

    private CompletableFuture<?> create(CallStore store, int number) {
        CallId id = new CallId(name + "-" + number);
        byte[] body = Json.bytes(Map.of("phone_number", "+1415%07d".formatted(2_000_000 + number), "campaign_id",
                "campaign-" + number % 4, "custom_call_id", id.value(), "scheduled_at", due(number).toString(),
                "call_config", Map.of("voice", "en-US", "flow_name", "flow", "variables",
                        Map.of("name", "John Doe", "email", "john@example.com"))));
        CallRequest request = ((Reading.Accepted) READER.read(body)).request();
        return store.create(Call.created(id, request.order(Instant.now()), request.dueAfter(Instant.now())), request);
    }

    private Instant due(int number) {
        return first.plusMillis(over.toMillis() * number / calls);
    }

    /** When the call of this id is due; -1 when it is none of these. In ms since 1970. */
    long due(String id) {
        return id.startsWith(name) ? due(Integer.parseInt(id.substring(name.length() + 1))).toEpochMilli() : -1;
    }
}
