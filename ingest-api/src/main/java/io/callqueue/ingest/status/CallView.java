package io.callqueue.ingest.status;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.request.CallRequest;

/**
 * A call with all that is known of it.
 *
 * @param retries attempts beyond the first that count against {@code max_retries}
 * @param nextAttemptAt when a waiting call goes on
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CallView(@JsonUnwrapped StatusView status, int retries, Optional<Instant> nextAttemptAt, boolean cancelRequested,
        Optional<CallRequest> request, List<AttemptView> attempts) {

    static CallView of(Call call, Optional<CallRequest> request, List<Attempt> ended) {
        return new CallView(StatusView.of(call), call.retries(), call.dueAt(), call.cancelRequested(), request,
                attempts(call, ended));
    }

    /** The latest as the call itself has it: an attempt believed lost may have come back since it was put down as ended. */
    private static List<AttemptView> attempts(Call call, List<Attempt> ended) {
        Stream<Attempt> earlier = ended.stream().filter(attempt -> attempt.number() < call.attemptNumber());
        return Stream.concat(earlier, call.attempt().stream()).map(AttemptView::of).toList();
    }
}
