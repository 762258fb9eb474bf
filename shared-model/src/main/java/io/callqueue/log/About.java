package io.callqueue.log;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;

/** Until it is closed, every line that this thread writes into the log is about this call: it carries {@code call_id} and {@code attempt}. */
public final class About implements AutoCloseable {
    private static final String CALL_ID = "call_id";
    private static final String ATTEMPT = "attempt";
    private final @Nullable Map<String, String> before = MDC.getCopyOfContextMap();

    private About(String id, String attempt) {
        MDC.put(CALL_ID, id);
        if (attempt.isEmpty()) {
            MDC.remove(ATTEMPT);
        } else {
            MDC.put(ATTEMPT, attempt);
        }
    }

    /** Its latest attempt, if there was one. */
    public static About call(Call call) {
        return call.attempt().isEmpty() ? call(call.id()) : attempt(call.id(), call.attemptNumber());
    }

    public static About call(CallId id) {
        return new About(id.value(), "");
    }

    public static About attempt(CallId id, int number) {
        return new About(id.value(), String.valueOf(number));
    }

    /** What a record's key names; whether it is a call's id is not known yet. */
    public static About record(String key) {
        return new About(key, "");
    }

    @Override
    public void close() {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}
