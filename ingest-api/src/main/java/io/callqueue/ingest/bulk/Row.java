package io.callqueue.ingest.bulk;

import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonIgnore;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.ingest.accept.FirstStatus;
import io.callqueue.ingest.web.Problem;
import io.callqueue.request.CallRequest;
import io.callqueue.request.Refusal;

/**
 * What came of one call of a batch: it has an id, or an error.
 *
 * @param duplicate only said when it is true: the same call was accepted before
 * @param registered only said when it is false: Redis is away, the call's status can not be asked for yet
 */
record Row(int index, Optional<CallId> callId, Optional<CallStatus> status, Optional<Boolean> duplicate,
        Optional<Boolean> registered, Optional<Refusal> error) {

    static Row accepted(int index, Call call, CallRequest request, boolean registered) {
        CallStatus first = FirstStatus.of(request, call.order().createdAt());
        return new Row(index, Optional.of(call.id()), Optional.of(first), Optional.empty(),
                registered ? Optional.empty() : Optional.of(false), Optional.empty());
    }

    static Row repeated(int index, Call call, CallRequest request) {
        return accepted(index, call, request, true).repeatedAt(index);
    }

    static Row refused(int index, Refusal why) {
        return new Row(index, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.of(why));
    }

    static Row refused(int index, String code, String message) {
        return refused(index, new Refusal("", code, message));
    }

    static Row conflict(int index) {
        return refused(index, new Refusal("custom_call_id", Problem.CONFLICT,
                "another request was accepted under this id: choose another id"));
    }

    static Row notAcked(int index) {
        return refused(index, Problem.OVERLOADED,
                "Kafka did not confirm the call, so it is not accepted: send the batch again, with the same batch_id");
    }

    /** The same call again, further down in the batch. */
    Row repeatedAt(int later) {
        return new Row(later, callId, status, error.isEmpty() ? Optional.of(true) : Optional.empty(), registered,
                error);
    }

    @JsonIgnore
    boolean isAccepted() {
        return error.isEmpty() && duplicate.isEmpty();
    }

    @JsonIgnore
    boolean isDuplicate() {
        return duplicate.isPresent();
    }

    @JsonIgnore
    boolean isOverloaded() {
        return error.filter(why -> why.code().equals(Problem.OVERLOADED)).isPresent();
    }
}
