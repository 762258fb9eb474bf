package io.callqueue.dispatcher.admission;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import io.callqueue.control.ControlStore;
import io.callqueue.control.Limits;
import io.callqueue.control.Stop;
import io.callqueue.metrics.Polled;

/** How full the account is, for metrics: slots, their cap, the rate, and what is stopped. All pods tell the same. */
public final class AdmissionGauges implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private final Polled<Seen> account;
    private final MeterRegistry registry;

    private record Seen(long held, Limits limits, List<Stop> stops) {
        double stops(Stop.Scope scope) {
            return stops.stream().filter(stop -> stop.scope() == scope).count();
        }
    }

    public AdmissionGauges(HeldLeases leases, ControlStore control, AdmissionSettings settings, MeterRegistry registry,
            LongSupplier nanoTime) {
        this.account = new Polled<>("slots and limits", EVERY, () -> seen(leases, control), nanoTime);
        this.registry = registry;
        gauge("callqueue.leases.held", "Slots that are taken, over all pods", Seen::held);
        gauge("callqueue.concurrency.limit", "Slots that there are, over all pods",
                seen -> seen.limits().maxConcurrentCalls().orElse(settings.maxConcurrentCalls()));
        gauge("callqueue.dial.rate.limit", "Dials in any rolling second, over all pods, that are allowed",
                seen -> seen.limits().rateLimitPerSecond().map(BigDecimal::doubleValue)
                        .orElse(settings.ratePerSecond()));
        for (Stop.Scope scope : Stop.Scope.values()) {
            Gauge.builder("callqueue.stops", account, seen -> seen.number(s -> s.stops(scope)))
                    .tag("scope", scope.word())
                    .description("What is not dialed until a person lets it go on").register(registry);
        }
    }

    private void gauge(String name, String description, ToDoubleFunction<Seen> number) {
        Gauge.builder(name, account, seen -> seen.number(number)).description(description).register(registry);
    }

    private static CompletableFuture<Seen> seen(HeldLeases leases, ControlStore control) {
        return leases.count().thenCombine(control.limits(), (held, limits) -> new Seen(held, limits, List.of()))
                .thenCombine(control.stops(), (seen, stops) -> new Seen(seen.held(), seen.limits(), stops));
    }

    public void start() {
        account.start();
    }

    @Override
    public void close() {
        account.close();
    }
}
