package io.callqueue.ingest.web;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.netty.channel.AbortedException;

import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.IngestExtension;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(IngestExtension.class)
class BrokenOffTest {
    private static final String UPLOAD = "POST /api/calls/queue HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n{\"phone";
    private final Logger logger = (Logger) LoggerFactory.getLogger(ProblemHandler.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Ingest ingest;

    BrokenOffTest(Ingest ingest) {
        this.ingest = ingest;
    }

    @BeforeEach
    void listen() {
        said.list = new CopyOnWriteArrayList<>();
        said.start();
        logger.addAppender(said);
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(said);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    /** The client is told to go on a moment before somebody takes its body; of one that has gone by then nothing is said. */
    @Test
    void an_upload_that_its_client_breaks_off_is_no_error() {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            breakOff();
            return !said.list.isEmpty();
        });
        assertThat(said.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG);
    }

    private void breakOff() throws IOException {
        try (Socket client = new Socket("127.0.0.1", ingest.request("/").build().uri().getPort())) {
            client.setSoTimeout(30_000);
            client.getOutputStream().write(UPLOAD.getBytes(US_ASCII));
            assertThat(new String(client.getInputStream().readNBytes(12), US_ASCII)).isEqualTo("HTTP/1.1 100");
            client.shutdownOutput();
        }
    }

    @Test
    void whoever_has_gone_is_not_answered() {
        for (Throwable gone : List.of(new AbortedException("Connection has been closed"), new ClosedChannelException(),
                new IOException("recvAddress(..) failed with error(-104): Connection reset by peer"))) {
            assertThat(answered(gone)).as("%s", gone).isEmpty();
        }
        assertThat(answered(new IOException("No space left on device"))).contains(HttpStatus.INTERNAL_SERVER_ERROR);
    }

    private static Optional<HttpStatusCode> answered(Throwable failure) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
        new ProblemHandler().handle(exchange, failure).block();
        return Optional.ofNullable(exchange.getResponse().getStatusCode());
    }
}
