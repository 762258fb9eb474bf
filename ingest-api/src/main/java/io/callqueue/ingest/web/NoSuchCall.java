package io.callqueue.ingest.web;

import java.util.Set;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

import io.callqueue.request.Refusal;

/** The answer at {@code /api/calls/{id}} when no call has this id. */
public final class NoSuchCall {
    /** Where calls are posted to. A call may be named so all the same: then it is that call which is asked for. */
    private static final Set<String> POSTED_TO = Set.of("queue", "bulk-queue");

    private NoSuchCall() {}

    public static ResponseEntity<byte[]> answer(String id) {
        return POSTED_TO.contains(id) ? onlyPost() : Problem.noSuchCall().answer();
    }

    private static ResponseEntity<byte[]> onlyPost() {
        ResponseEntity<byte[]> problem = Problem.of(HttpStatus.METHOD_NOT_ALLOWED, Refusal.INVALID_REQUEST,
                "the path takes calls in, by POST only; and no call has this id").answer();
        return ResponseEntity.status(problem.getStatusCode()).headers(problem.getHeaders()).allow(HttpMethod.POST)
                .body(problem.getBody());
    }
}
