package io.callqueue.metrics;

import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** A meter for each value of an enum, registered before the first is needed: counting looks nothing up. */
public final class Each<K extends Enum<K>, M> {
    private final Object[] meters;

    private Each(Object[] meters) {
        this.meters = meters;
    }

    /** @param register makes the meter of a value, given the value's word */
    public static <K extends Enum<K>, M> Each<K, M> of(Class<K> type, Function<String, M> register) {
        return ofValues(type, value -> register.apply(word(value)));
    }

    public static <K extends Enum<K>, M> Each<K, M> ofValues(Class<K> type, Function<K, M> register) {
        return new Each<>(Stream.of(type.getEnumConstants()).map(register).toArray());
    }

    /** The value as a tag tells it, such as {@code no_answer}. */
    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @SuppressWarnings("unchecked") // only register made them
    public M of(K value) {
        return (M) meters[value.ordinal()];
    }
}
