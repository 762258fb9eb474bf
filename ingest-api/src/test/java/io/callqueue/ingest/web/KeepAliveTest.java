package io.callqueue.ingest.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.IngestExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(IngestExtension.class)
class KeepAliveTest {
    private final Ingest ingest;

    KeepAliveTest(Ingest ingest) {
        this.ingest = ingest;
    }

    @Test
    void a_connection_is_never_forgotten_however_fast_its_requests_follow_each_other() {
        for (int i = 0; i < 500; i++) {
            assertThat(ingest.post("/api/calls/queue", "{}").status()).isEqualTo(422);
            assertThat(ingest.get("/api/calls/nobody/status").status()).isEqualTo(404);
            assertThat(ingest.send(ingest.request("/api/calls/a%2Fb").DELETE()).status()).isEqualTo(404);
            assertThat(ingest.get("/nowhere").status()).isEqualTo(404);
        }
    }
}
