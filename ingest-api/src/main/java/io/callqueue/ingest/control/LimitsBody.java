package io.callqueue.ingest.control;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import tools.jackson.databind.JsonNode;

import io.callqueue.control.Limits;
import io.callqueue.request.Refusal;

/** What {@code PUT /api/limits} is sent. A field that is left out stays as it is; null goes back to the services' settings. */
final class LimitsBody {
    private static final String MAX_CONCURRENT_CALLS = "max_concurrent_calls";
    private static final String RATE_LIMIT = "rate_limit_per_second";
    private static final String RESERVED_SHARE = "reserved_share";
    private static final Set<String> FIELDS = Set.of(MAX_CONCURRENT_CALLS, RATE_LIMIT, RESERVED_SHARE);
    private final JsonNode body;
    private final List<Refusal> refusals = new ArrayList<>();

    LimitsBody(JsonNode body) {
        this.body = body;
        body.propertyNames().stream().filter(name -> !FIELDS.contains(name)).forEach(
                name -> refusals.add(new Refusal(name, Refusal.UNKNOWN_FIELD, "is no limit: " + FIELDS.stream()
                        .sorted().toList() + " are")));
    }

    /** What is wrong, after {@link #over} was asked; empty when nothing is. */
    List<Refusal> refusals() {
        return refusals;
    }

    /** The limits that shall be set, when these are now. */
    Limits over(Limits set) {
        return Limits.of(
                field(MAX_CONCURRENT_CALLS, set.maxConcurrentCalls().map(BigDecimal::valueOf),
                        number -> isWhole(number)
                                && Limits.isFrom(number, BigDecimal.ONE, BigDecimal.valueOf(Limits.MOST_CALLS)),
                        "must be a whole number from 1 to " + Limits.MOST_CALLS).map(BigDecimal::intValueExact),
                field(RATE_LIMIT, set.rateLimitPerSecond(),
                        number -> Limits.isFrom(number, Limits.LEAST_RATE, Limits.MOST_RATE),
                        "must be a number from " + Limits.LEAST_RATE + " to " + Limits.MOST_RATE),
                field(RESERVED_SHARE, set.reservedShare(),
                        number -> Limits.isFrom(number, BigDecimal.ZERO, Limits.MOST_RESERVED),
                        "must be a number from 0 to " + Limits.MOST_RESERVED));
    }

    private Optional<BigDecimal> field(String name, Optional<BigDecimal> now, Predicate<BigDecimal> allowed,
            String rule) {
        Optional<JsonNode> sent = body.optional(name);
        if (sent.isEmpty()) {
            return now;
        }
        Optional<BigDecimal> number = sent.flatMap(JsonNode::decimalValueOpt).filter(allowed);
        if (number.isEmpty() && !sent.get().isNull()) {
            refusals.add(new Refusal(name, Refusal.INVALID_REQUEST, rule));
        }
        return number;
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }
}
