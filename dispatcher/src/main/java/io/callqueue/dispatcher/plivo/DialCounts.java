package io.callqueue.dispatcher.plivo;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What came of each try to dial. */
final class DialCounts {
    private final Counter accepted;
    private final Counter refused;
    private final Counter inDoubt;
    private final Counter notArrived;
    private final Counter missed;

    DialCounts(MeterRegistry registry) {
        this.accepted = counter(registry, "accepted");
        this.refused = counter(registry, "refused");
        this.inDoubt = counter(registry, "in_doubt");
        this.notArrived = counter(registry, "not_arrived");
        this.missed = counter(registry, "missed");
    }

    private static Counter counter(MeterRegistry registry, String result) {
        return Counter.builder("callqueue.dial.tries").tag("result", result)
                .description("Tries to send a dial to Plivo, by what came of each").register(registry);
    }

    DialResult counted(DialResult result) {
        switch (result) {
            case DialResult.Accepted unused -> accepted.increment();
            case DialResult.Refused unused -> refused.increment();
            case DialResult.InDoubt unused -> inDoubt.increment();
            case DialResult.NotArrived unused -> notArrived.increment();
            case DialResult.Missed unused -> {
                // each moment that passed was counted as it did
            }
        }
        return result;
    }

    void missed() {
        missed.increment();
    }
}
