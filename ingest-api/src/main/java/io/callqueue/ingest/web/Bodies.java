package io.callqueue.ingest.web;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

import io.callqueue.request.Refusal;

/** Reads bodies that are bounded in size and time, so that no client can fill the memory, or hold it for long. */
public final class Bodies {
    /** Generous: 64 MiB come through 9 Mbit/s in that time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** The coding of a body that is sent as it is (RFC 9110, 8.4). */
    private static final String IDENTITY = "identity";

    private Bodies() {}

    /** The whole body; a problem when it is larger than this, or encoded. */
    public static Mono<byte[]> read(ServerHttpRequest request, DataSize most) {
        if (isEncoded(request.getHeaders())) {
            return Mono.error(encoded());
        }
        if (request.getHeaders().getContentLength() > most.toBytes()) {
            return Mono.error(tooLarge(most));
        }
        return DataBufferUtils.join(request.getBody(), Math.toIntExact(most.toBytes())).map(Bodies::bytes)
                .defaultIfEmpty(new byte[0]).timeout(PATIENCE)
                .onErrorMap(DataBufferLimitException.class, e -> tooLarge(most))
                .onErrorMap(TimeoutException.class, e -> tooSlow());
    }

    private static boolean isEncoded(HttpHeaders headers) {
        return headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING).stream().map(String::strip)
                .anyMatch(coding -> !coding.isEmpty() && !coding.equalsIgnoreCase(IDENTITY));
    }

    private static byte[] bytes(DataBuffer joined) {
        byte[] bytes = new byte[joined.readableByteCount()];
        joined.read(bytes);
        DataBufferUtils.release(joined);
        return bytes;
    }

    private static Refused encoded() {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
        return new Refused(Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, Refusal.INVALID_REQUEST,
                "the body is compressed or otherwise encoded: send it as it is, without Content-Encoding"), headers);
    }

    private static Refused tooLarge(DataSize most) {
        return new Refused(Problem.tooLarge("the body is larger than " + most.toBytes() + " bytes: send less at once"));
    }

    private static Refused tooSlow() {
        return new Refused(Problem.of(HttpStatus.REQUEST_TIMEOUT, Refusal.INVALID_REQUEST,
                "the body did not arrive within " + PATIENCE.toSeconds() + " s: send it again"));
    }
}
