package io.callqueue.ingest.web;

import org.springframework.http.HttpHeaders;

/** Ends the reading of a request with a problem, which is the answer. */
public final class Refused extends RuntimeException {
    private final transient Problem problem;
    private final transient HttpHeaders headers;

    public Refused(Problem problem) {
        this(problem, HttpHeaders.EMPTY);
    }

    /** @param headers that the answer has beside those of every problem */
    Refused(Problem problem, HttpHeaders headers) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = headers;
    }

    public Problem problem() {
        return problem;
    }

    HttpHeaders headers() {
        return headers;
    }
}
