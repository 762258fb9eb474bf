package io.callqueue.ingest.control;

import java.math.BigDecimal;
import java.util.Set;

import io.callqueue.control.Limits;
import io.callqueue.ingest.web.Refused;

/** What {@code PUT /api/limits} is sent. A field that is left out stays as it is; null goes back to the services' settings. */
final class LimitsBody {
    private static final String MAX_CONCURRENT_CALLS = "max_concurrent_calls";
    private static final String RATE_LIMIT = "rate_limit_per_second";
    private static final String RESERVED_SHARE = "reserved_share";
    private static final Set<String> FIELDS = Set.of(MAX_CONCURRENT_CALLS, RATE_LIMIT, RESERVED_SHARE);
    private final SettingsBody body;

    /** @throws Refused when it is no JSON object */
    LimitsBody(byte[] json) {
        this.body = SettingsBody.read(json, FIELDS);
    }

    /**
     * The limits that shall be set, when these are now.
     *
     * @throws Refused when a field is wrong
     */
    Limits over(Limits set) {
        var calls = body.wholeNumber(MAX_CONCURRENT_CALLS, set.maxConcurrentCalls(), Limits.MOST_CALLS);
        var rate = body.number(RATE_LIMIT, set.rateLimitPerSecond(), Limits.LEAST_RATE, Limits.MOST_RATE);
        var share = body.number(RESERVED_SHARE, set.reservedShare(), BigDecimal.ZERO, Limits.MOST_RESERVED);
        body.check();
        return Limits.of(calls, rate, share);
    }
}
