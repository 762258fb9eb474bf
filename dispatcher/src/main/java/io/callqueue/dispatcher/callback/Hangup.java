package io.callqueue.dispatcher.callback;

import java.time.Instant;
import java.util.Optional;
import java.util.function.IntFunction;

import io.callqueue.call.Ending;
import io.callqueue.dispatcher.disposition.HangupCode;
import io.callqueue.dispatcher.plivo.PlivoMoney;
import io.callqueue.topic.Callback;

/**
 * What Plivo's hangup webhook says (https://www.plivo.com/docs/voice/concepts/callbacks). Judged by HangupCauseCode: CallStatus is not
 * documented the same way twice.
 */
record Hangup(HangupCode code, Callback callback) {
    static Hangup of(Callback callback, IntFunction<HangupCode> codes) {
        return new Hangup(codes.apply(number(callback, "HangupCauseCode").orElse(byStatus(callback))), callback);
    }

    /** Without a code the status has to do. */
    private static int byStatus(Callback callback) {
        return switch (callback.field("CallStatus")) {
            case "completed" -> 4000;
            case "busy" -> 3010;
            case "no-answer", "timeout" -> 3000;
            default -> 0;
        };
    }

    /** @param machine an answering machine was detected in this call */
    Ending ending(boolean machine) {
        return ending(machine, callback.receivedAt());
    }

    /** @param at when it is taken to have ended */
    Ending ending(boolean machine, Instant at) {
        Optional<String> cause = text("HangupCause");
        return code.ending(at, machine, cause, text("HangupCauseName").or(() -> cause),
                number(callback, "Duration")).costing(PlivoMoney.read(text("TotalCost")));
    }

    private Optional<String> text(String field) {
        return Optional.of(callback.field(field)).filter(text -> !text.isBlank());
    }

    private static Optional<Integer> number(Callback callback, String field) {
        return Optional.of(callback.field(field)).filter(text -> text.matches("[0-9]{1,9}")).map(Integer::valueOf);
    }
}
