package io.callqueue.simulator.webhook;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.callqueue.simulator.http.Parameters;

/**
 * How a webhook is tried, as its URL's fragment asks: {@code #ct=2000&rt=10000&rc=5&rp=all}.
 * What is absent or unreadable is Plivo's default: one retry, and only on a time-out of connect or read.
 *
 * @param connectTimeout ct, in ms
 * @param readTimeout rt, in ms
 * @param retries rc: tries after the first
 * @param policy rp: of {@code ct rt 4xx 5xx all}, separated by commas
 */
record RetryFragment(Duration connectTimeout, Duration readTimeout, int retries, Set<String> policy) {
    private static final int DEFAULT_CONNECT_MS = 2000;
    private static final int DEFAULT_READ_MS = 5000;
    private static final int MOST_RETRIES = 5;

    static RetryFragment of(@Nullable String fragment) {
        Parameters asked = Parameters.parse(fragment);
        Set<String> policy = Arrays.stream(asked.first("rp").orElse("ct,rt").split(",")).collect(Collectors.toSet());
        return new RetryFragment(
                Duration.ofMillis(number(asked, "ct", DEFAULT_CONNECT_MS, 1, 10_000)),
                Duration.ofMillis(number(asked, "rt", DEFAULT_READ_MS, 1, 60_000)),
                number(asked, "rc", 1, 0, MOST_RETRIES),
                policy);
    }

    private static int number(Parameters asked, String key, int otherwise, int least, int most) {
        return asked.first(key)
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Math.clamp(Long.parseLong(text), least, most))
                .orElse(otherwise);
    }

    boolean retries(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Answered answered -> answered.status() >= 500 && asksFor("5xx")
                    || answered.status() >= 400 && answered.status() < 500 && asksFor("4xx");
            case Attempt.NotConnected _ -> asksFor("ct");
            case Attempt.NotRead _ -> asksFor("rt");
        };
    }

    private boolean asksFor(String kind) {
        return policy.contains(kind) || policy.contains("all");
    }
}
