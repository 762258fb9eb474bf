package io.callqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;

/** Reads what scripts return. */
final class Answers {
    private Answers() {}

    static String text(List<?> answer, int at) {
        return String.valueOf(answer.get(at));
    }

    static long number(List<?> answer, int at) {
        return Long.parseLong(text(answer, at));
    }

    static long epoch(List<?> answer, int at) {
        return number(answer, at);
    }

    static Instant time(List<?> answer, int at) {
        return Instant.ofEpochMilli(number(answer, at));
    }

    static List<?> list(List<?> answer, int at) {
        return (List<?>) answer.get(at);
    }

    static Due due(List<?> answer) {
        long epoch = epoch(answer, 1);
        long untilNext = number(answer, 2);
        List<String> looks = list(answer, 4).stream().map(String::valueOf).toList();
        return new Due(fired(answer, 3, epoch), looks,
                untilNext < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(untilNext)));
    }

    /** The first thing that the answer says is the time. */
    static List<Due.Fired> fired(List<?> answer, int at, long epoch) {
        long now = number(answer, 0);
        return list(answer, at).stream().map(entry -> fired((List<?>) entry, epoch, now)).toList();
    }

    private static Due.Fired fired(List<?> entry, long epoch, long now) {
        CallId id = new CallId(text(entry, 1));
        Call call = CallHash.read(id, epoch, list(entry, 3)).orElseThrow();
        return text(entry, 0).equals("record")
                ? new Due.Record(call, text(entry, 2), late(text(entry, 4), now))
                : new Due.LookUp(call);
    }

    private static Optional<Duration> late(String dueAt, long now) {
        return dueAt.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, now - Long.parseLong(dueAt))));
    }

    static IllegalStateException unexpected(List<?> answer) {
        return new IllegalStateException("a script answered " + answer);
    }
}
