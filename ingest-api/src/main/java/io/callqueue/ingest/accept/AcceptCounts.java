package io.callqueue.ingest.accept;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

import io.callqueue.ingest.web.Problem;
import io.callqueue.request.Refusal;

/** Counts calls that were accepted, and those that were not, by why: the last word of the problem's type. */
@Component
public final class AcceptCounts {
    private static final String CAMPAIGN_CANCELLED = "campaign-cancelled";
    private final Counter accepted;
    private final Counter repeated;
    private final Counter other;
    private final Map<String, Counter> refused;

    AcceptCounts(MeterRegistry registry) {
        this.accepted = Counter.builder("callqueue.calls.accepted").description("Calls accepted by REST")
                .register(registry);
        this.repeated = Counter.builder("callqueue.calls.repeated")
                .description("Requests by REST for calls that were accepted before").register(registry);
        this.other = refused(registry, "other");
        this.refused = Stream
                .of(Refusal.INVALID_REQUEST, Refusal.UNKNOWN_FIELD, Refusal.INVALID_PHONE_NUMBER, Refusal.DO_NOT_CALL,
                        Problem.CONFLICT, CAMPAIGN_CANCELLED, Problem.TOO_LARGE, Problem.OVERLOADED)
                .collect(Collectors.toMap(Function.identity(), reason -> refused(registry, reason)));
    }

    private static Counter refused(MeterRegistry registry, String reason) {
        return Counter.builder("callqueue.calls.refused").tag("reason", reason.replace('-', '_'))
                .description("Calls that were not accepted by REST").register(registry);
    }

    /** @param reason such as {@link Refusal#DO_NOT_CALL} */
    public void refused(String reason) {
        refused.getOrDefault(reason, other).increment();
    }

    /** What came of one call. */
    void count(Receipt receipt) {
        switch (receipt) {
            case Receipt.Accepted unused -> accepted.increment();
            case Receipt.Repeated unused -> repeated.increment();
            case Receipt.Conflict unused -> refused(Problem.CONFLICT);
            case Receipt.DoNotCall(Refusal why) -> refused(why.code());
            case Receipt.CampaignCancelled unused -> refused(CAMPAIGN_CANCELLED);
            case Receipt.TooLarge unused -> refused(Problem.TOO_LARGE);
            case Receipt.NotAcked unused -> refused(Problem.OVERLOADED);
        }
    }
}
