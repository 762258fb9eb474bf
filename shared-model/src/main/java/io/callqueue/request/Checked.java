package io.callqueue.request;

import java.util.List;
import java.util.Optional;

/**
 * What was read of a part of a body.
 *
 * @param value empty when it was refused
 * @param refusals every field that is wrong; none when there is a value
 */
public record Checked<T>(Optional<T> value, List<Refusal> refusals) {
    static <T> Checked<T> accepted(T value) {
        return new Checked<>(Optional.of(value), List.of());
    }

    static <T> Checked<T> refused(List<Refusal> refusals) {
        return new Checked<>(Optional.empty(), refusals);
    }
}
