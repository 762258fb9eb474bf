package io.callqueue.dispatcher.dial;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.dispatcher.CompleteRedis;
import io.callqueue.dispatcher.admission.Admission;
import io.callqueue.dispatcher.admission.AdmissionSettings;
import io.callqueue.dispatcher.admission.DialCap;
import io.callqueue.dispatcher.admission.SendMoment;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.dispatcher.plivo.CallerNumbers;
import io.callqueue.dispatcher.plivo.DialOrder;
import io.callqueue.dispatcher.plivo.DialResult;
import io.callqueue.dispatcher.plivo.Plivo;
import io.callqueue.dispatcher.plivo.PlivoSettings;
import io.callqueue.dispatcher.plivo.RawPlivo;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.store.RedisConnection;
import io.callqueue.tracing.Tracing;

import static org.assertj.core.api.Assertions.assertThat;

class SendingTest {
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String NUMBER = "+14155550100";
    private static final String ACCEPTED = RawPlivo.answer("201 Created", "",
            "{\"message\":\"call fired\",\"request_uuid\":\"uuid-1\",\"api_id\":\"a\"}");

    /** On a clock on which each connection takes a second, as one to Plivo may when its TLS is counted, and nothing else does. */
    @Test
    void a_connection_that_took_longer_than_its_moment_was_good_for_stays_for_the_next_one() throws IOException {
        try (RawPlivo raw = new RawPlivo(n -> ACCEPTED);
                RedisConnection connection = CompleteRedis.open(redis.uri())) {
            // Long ago: the next moment is now
            connection.commands().zadd("send-moments:{admission}", 1, "1").toCompletableFuture().join();
            LongSupplier clock = () -> raw.connections() * 1_000_000_000L;
            Admission admission = new Admission(connection.commands(),
                    new AdmissionSettings(10, 1000, Duration.ofMillis(400), LONG, 0.05, LONG), clock,
                    CallerNumbers.parse(NUMBER), DialCap.NONE);
            Plivo plivo = new Plivo(new PlivoSettings("MA" + "X".repeat(18), "token", NUMBER, raw.uri().toString(),
                    URI.create("http://127.0.0.1:1"), LONG), new SimpleMeterRegistry(), Tracing.OFF);
            Sending sending = new Sending(plivo, admission, new Outage(), clock);
            long now = clock.getAsLong();
            SendMoment first = new SendMoment(7, now + 300_000_000, now + 600_000_000);
            DialResult result = sending.send("call-1/1/x#campaign@" + NUMBER, order(), first, now + LONG.toNanos(),
                    () -> true);
            assertThat(result).isEqualTo(new DialResult.Accepted(Optional.of("uuid-1")));
            assertThat(raw.connections()).isEqualTo(1);
            assertThat(raw.requests()).isEqualTo(1);
        }
    }

    private static DialOrder order() {
        String url = "http://127.0.0.1:1/x";
        return new DialOrder(NUMBER, "+14155550101", url, url, url, url, 1_800, 45, Optional.empty());
    }
}
