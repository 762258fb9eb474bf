package io.callqueue.control;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Limits set at runtime as a hash in Redis, where the scripts of admission read them: a field for each that is set. */
final class LimitsHash {
    private static final String MAX_CONCURRENT_CALLS = "max_concurrent_calls";
    private static final String RATE_LIMIT = "rate_limit_per_second";
    private static final String RESERVED_SHARE = "reserved_share";

    private LimitsHash() {}

    static Limits read(Map<String, String> set) {
        return Limits.of(Optional.ofNullable(set.get(MAX_CONCURRENT_CALLS)).map(Integer::valueOf),
                Optional.ofNullable(set.get(RATE_LIMIT)).map(BigDecimal::new),
                Optional.ofNullable(set.get(RESERVED_SHARE)).map(BigDecimal::new));
    }

    /** Names and values, one after the other. */
    static List<String> write(Limits limits) {
        List<String> fields = new ArrayList<>();
        limits.maxConcurrentCalls().ifPresent(n -> fields.addAll(List.of(MAX_CONCURRENT_CALLS, String.valueOf(n))));
        limits.rateLimitPerSecond().ifPresent(n -> fields.addAll(List.of(RATE_LIMIT, n.toPlainString())));
        limits.reservedShare().ifPresent(n -> fields.addAll(List.of(RESERVED_SHARE, n.toPlainString())));
        return fields;
    }
}
