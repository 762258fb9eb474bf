package io.callqueue.ingest.web;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

import io.callqueue.request.Refusal;

/** Makes a problem of everything that goes wrong before, or outside of, an endpoint: before Spring's own handler, which is at -1. */
@Component
@Order(-2)
final class ProblemHandler implements WebExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        if (isGone(failure)) {
            LOG.debug("a client broke its request off: {}", failure.toString());
            return Mono.empty();
        }
        response.getHeaders().putAll(headers(failure));
        ResponseEntity<byte[]> answer = problem(failure).answer();
        response.setStatusCode(answer.getStatusCode());
        response.getHeaders().putAll(answer.getHeaders());
        byte[] body = answer.getBody() == null ? new byte[0] : answer.getBody();
        return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    /** Whether the client broke the connection off: nobody is there to be answered. */
    private static boolean isGone(Throwable failure) {
        return switch (failure) {
            case AbortedException unused -> true;
            case ClosedChannelException unused -> true;
            case IOException broken -> String.valueOf(broken.getMessage()).contains("Connection reset");
            default -> false;
        };
    }

    private static HttpHeaders headers(Throwable failure) {
        return switch (failure) {
            case Refused refused -> refused.headers();
            case ErrorResponse known -> known.getHeaders();
            default -> HttpHeaders.EMPTY;
        };
    }

    private static Problem problem(Throwable failure) {
        return switch (failure) {
            case Refused refused -> refused.problem();
            case ErrorResponse known -> problem(known);
            default -> {
                LOG.error("a request failed for a reason that nobody thought of", failure);
                yield Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error",
                        "this is a fault of callqueue's: its log says more; asking again may help");
            }
        };
    }

    private static Problem problem(ErrorResponse known) {
        int code = known.getStatusCode().value();
        return switch (HttpStatus.valueOf(code)) {
            case NOT_FOUND -> Problem.notFound("no such path: see the list of endpoints");
            case METHOD_NOT_ALLOWED ->
                invalid(code, "the path does not take this method: the header Allow lists those that it takes");
            case UNSUPPORTED_MEDIA_TYPE ->
                invalid(code, "the path does not take this Content-Type: send one that the header Accept lists");
            default -> invalid(code, "the request can not be read: " + known.getBody().getTitle());
        };
    }

    private static Problem invalid(int code, String detail) {
        return Problem.of(HttpStatus.valueOf(code), Refusal.INVALID_REQUEST, detail);
    }
}
