package io.callqueue.standalone;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;

/** Says in a sentence why something did not start. Pure. */
record Explanation(Map<String, String> environment) {
    /** What the services' YAML files say of where a setting comes from. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):.*}");

    String of(Throwable failure) {
        Throwable innermost = causes(failure).reduce((outer, inner) -> inner).orElse(failure);
        String message = innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
        return isOurs(message) ? message : unreadable(failure).orElse(message);
    }

    /** Our settings begin what they say with the variable's name. */
    private static boolean isOurs(String message) {
        return message.matches("(?s)[A-Z_]{3,} .*");
    }

    private Optional<String> unreadable(Throwable failure) {
        return causes(failure).filter(BindException.class::isInstance).map(BindException.class::cast)
                .filter(e -> e.getProperty() != null).reduce((outer, inner) -> inner).map(this::unreadable);
    }

    private String unreadable(BindException failure) {
        ConfigurationProperty property = Objects.requireNonNull(failure.getProperty());
        String raw = String.valueOf(property.getValue());
        Matcher variable = VARIABLE.matcher(raw);
        String kind = kind(failure.getTarget().getType().resolve(Object.class));
        return variable.matches()
                ? complaint(variable.group(1), environment.getOrDefault(variable.group(1), ""), kind)
                : complaint(property.getName().toString(), raw, kind);
    }

    private static String complaint(String setting, String value, String kind) {
        return setting + " is '" + value + "': it must be " + kind;
    }

    private static String kind(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long", "short", "Short" -> "a whole number";
            case "double", "Double", "BigDecimal" -> "a number";
            case "Duration" -> "a time, such as 500ms, 10s or 5m";
            case "DataSize" -> "a size, such as 256KB or 64MB";
            case "URI" -> "a URL";
            default -> "a " + type.getSimpleName();
        };
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(Optional.of(failure), Optional::isPresent, each -> each.map(Throwable::getCause))
                .map(Optional::orElseThrow);
    }
}
