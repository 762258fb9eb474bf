package io.callqueue.request;

import java.util.List;

/** What a reader made of somebody's bytes. */
public sealed interface Reading {
    record Accepted(CallRequest request) implements Reading {}

    /** @param refusals at least one, in the order of the fields */
    record Refused(List<Refusal> refusals) implements Reading {
        /** All reasons in one line. */
        public String summary() {
            return String.join("; ", refusals.stream()
                    .map(r -> r.field().isEmpty() ? r.message() : r.field() + ": " + r.message()).toList());
        }
    }
}
