package io.callqueue.bench.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.codec.Json;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.request.CallRequest;
import io.callqueue.request.Reading;
import io.callqueue.request.RequestReader;
import io.callqueue.startup.Connections;
import io.callqueue.store.RedisSettings;

/** Queues calls as ingest-api does: record, call, event. */
final class Queue implements AutoCloseable {
    private static final int AT_ONCE = 1_000;
    private final RequestReader reader = new RequestReader(RequestReader.UnknownFields.REFUSE);
    private final Connections to;

    Queue(KafkaSettings kafka, RedisSettings redis) throws InterruptedException {
        this.to = Connections.open(kafka, redis, new Random(1));
    }

    /** Forgets all calls and permits there were; the records of calls that are forgotten must have been read. */
    void forgetAll() {
        to.emptyRedis();
    }

    /** Returns when all are queued. */
    void add(int calls) {
        String batch = UUID.randomUUID().toString();
        for (int first = 0; first < calls; first += AT_ONCE) {
            List<CompletableFuture<?>> queued = new ArrayList<>();
            for (int number = first; number < Math.min(calls, first + AT_ONCE); number++) {
                queued.add(add(new CallId(batch + "-" + number), "+1415%07d".formatted(2_000_000 + number)));
            }
            queued.forEach(CompletableFuture::join);
        }
    }

    private CompletableFuture<?> add(CallId id, String number) {
        byte[] body = Json.bytes(Map.of("phone_number", number, "campaign_id", "campaign-" + number.hashCode() % 4,
                "custom_call_id", id.value(), "call_config",
                Map.of("voice", "en-US", "flow_name", "flow", "variables",
                        Map.of("name", "John Doe", "email", "john@example.com"))));
        CallRequest request = ((Reading.Accepted) reader.read(body)).request();
        Call call = Call.created(id, request.order(Instant.now()), Optional.empty());
        return CompletableFuture.allOf(to.topics().publishFirst(call, body), to.store().create(call, request)
                .thenCompose(created -> to.topics().event(created.call(), request)));
    }

    @Override
    public void close() {
        to.close();
    }
}
