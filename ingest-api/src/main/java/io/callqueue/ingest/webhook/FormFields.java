package io.callqueue.ingest.webhook;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The decoded fields of a query or of a form, in their order; a name may come more than once. */
record FormFields(List<Field> fields) {
    static final FormFields NONE = new FormFields(List.of());

    record Field(String name, String value) {}

    /** Empty when the text is no form: a stray {@code %}. */
    static Optional<FormFields> parse(String text) {
        List<Field> fields = new ArrayList<>();
        try {
            for (String pair : text.split("&")) {
                if (!pair.isEmpty()) {
                    int equals = pair.indexOf('=');
                    String name = equals < 0 ? pair : pair.substring(0, equals);
                    fields.add(new Field(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1))));
                }
            }
            return Optional.of(new FormFields(fields));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** The first value of this name, or an empty text. */
    String first(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).map(Field::value).findFirst().orElse("");
    }

    /** All by name; of several values the first. */
    Map<String, String> firsts() {
        Map<String, String> firsts = new LinkedHashMap<>();
        fields.forEach(field -> firsts.putIfAbsent(field.name(), field.value()));
        return firsts;
    }

    /** Written one after the other, sorted by name, then by value. */
    String sorted(String separator, Function<Field, String> written) {
        return fields.stream().sorted(Comparator.comparing(Field::name).thenComparing(Field::value)).map(written)
                .collect(Collectors.joining(separator));
    }
}
