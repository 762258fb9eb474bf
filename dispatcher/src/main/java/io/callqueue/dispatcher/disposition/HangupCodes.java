package io.callqueue.dispatcher.disposition;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The codes that Plivo's webhooks and records tell; those that are not in our table are counted, so that somebody looks. */
public final class HangupCodes {
    private static final Logger LOG = LoggerFactory.getLogger(HangupCodes.class);
    private final Counter unlisted;

    public HangupCodes(MeterRegistry metrics) {
        this.unlisted = Counter.builder("callqueue.hangup.codes.unlisted")
                .description("Ends of attempts with a hangup code that is not in our table, each time that one is read")
                .register(metrics);
    }

    public HangupCode of(int number) {
        HangupCode code = HangupCode.of(number);
        if (!code.listed()) {
            unlisted.increment();
            LOG.warn("hangup code {} is not in our table; retried with backoff", number);
        }
        return code;
    }
}
