package io.callqueue.simulator.http;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The pairs of a query or a form, decoded, in the order they came; a key may occur more than once. */
public record Parameters(List<Pair> pairs) {
    public record Pair(String key, String value) {}

    public static Parameters parse(@Nullable String raw) {
        List<Pair> pairs = new ArrayList<>();
        if (raw != null) {
            for (String part : raw.split("&")) {
                if (!part.isEmpty()) {
                    pairs.add(pair(part));
                }
            }
        }
        return new Parameters(List.copyOf(pairs));
    }

    private static Pair pair(String part) {
        int equals = part.indexOf('=');
        return equals < 0
                ? new Pair(decode(part), "")
                : new Pair(decode(part.substring(0, equals)), decode(part.substring(equals + 1)));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException brokenPercent) {
            return text;
        }
    }

    public static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    public Optional<String> first(String key) {
        return pairs.stream().filter(pair -> pair.key().equals(key)).map(Pair::value).findFirst();
    }

    public Set<String> keys() {
        return pairs.stream().map(Pair::key).collect(Collectors.toSet());
    }

    public boolean isEmpty() {
        return pairs.isEmpty();
    }
}
