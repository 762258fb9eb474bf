package io.callqueue.ingest.queue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.callqueue.call.Moves;
import io.callqueue.ingest.Calls;
import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.Ingest.Reply;
import io.callqueue.ingest.IngestExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(IngestExtension.class)
class QueueStatusTest {
    private final Ingest ingest;
    private final Calls calls;

    QueueStatusTest(Ingest ingest) {
        this.ingest = ingest;
        this.calls = new Calls(ingest.store());
    }

    private void queue(String id, String more) {
        assertThat(ingest
                .post("/api/calls/queue",
                        "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c-1\",\"custom_call_id\":\"" + id + "\""
                                + more + "}")
                .status()).isEqualTo(202);
    }

    @Test
    void every_call_is_counted_where_it_stands() {
        for (String priority : new String[]{"urgent", "high", "normal", "low"}) {
            queue("waiting-" + priority, ",\"priority\":\"" + priority + "\"");
        }
        queue("second-urgent", ",\"priority\":\"urgent\"");
        queue("later", ",\"scheduled_at\":\"2031-01-15T14:30:00Z\"");
        for (String id : new String[]{"dialing", "live", "retrying", "completed", "failed"}) {
            queue(id, "");
            calls.claim(id);
        }
        calls.answer("live");
        calls.retryBusy("retrying");
        calls.answer("completed");
        calls.complete("completed");
        calls.failBusy("failed");
        queue("cancelled", "");
        calls.move("cancelled", Moves::cancel);

        Reply reply = ingest.get("/api/queue/status");
        assertThat(reply.status()).isEqualTo(200);
        String updatedAt = reply.json().path("updated_at").asString();
        assertThat(reply.body()).isEqualTo(
                """
                        {"pending":{"urgent":2,"high":1,"normal":1,"low":1,"total":5},"scheduled":1,"retrying":1,"deferred":0,\
                        "active":2,"unknown":0,"max_concurrent_calls":100,"rate_limit_per_second":10,"dialed_last_second":null,\
                        "dialed_last_minute":null,"completed":1,"failed":1,"cancelled":1,"expired":0,"success_rate":null,\
                        "failure_rate":null,"average_call_duration_seconds":null,"stopped":[],"updated_at":"%s","statistics":null}"""
                        .formatted(updatedAt));
    }
}
