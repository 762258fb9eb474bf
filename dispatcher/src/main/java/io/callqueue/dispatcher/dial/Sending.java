package io.callqueue.dispatcher.dial;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;

import io.callqueue.dispatcher.admission.Admission;
import io.callqueue.dispatcher.admission.SendMoment;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.dispatcher.plivo.DialOrder;
import io.callqueue.dispatcher.plivo.DialResult;
import io.callqueue.dispatcher.plivo.Plivo;

/**
 * Sends a dial at its moment, once; again only when it surely did not arrive, each time at a new moment. Nothing leaves after the last
 * moment, so that by the attempt's deadline Plivo's lists tell whether it has it.
 */
final class Sending {
    private static final DialResult NO_MOMENT = new DialResult.Missed(
            "no send moment before the attempt's deadline");
    private final Plivo plivo;
    private final Admission admission;
    private final Outage outage;
    private final LongSupplier nanoTime;
    private final Retry retry;

    Sending(Plivo plivo, Admission admission, Outage outage, LongSupplier nanoTime) {
        this.plivo = plivo;
        this.admission = admission;
        this.outage = outage;
        this.nanoTime = nanoTime;
        this.retry = Retry.of("dial", RetryConfig.<DialResult>custom().maxAttempts(3)
                .intervalFunction(IntervalFunction.ofExponentialBackoff(Duration.ofMillis(200)))
                .retryOnResult(DialResult.NotArrived.class::isInstance).retryOnException(e -> false).build());
    }

    /**
     * @param lastNanos no request leaves after this moment of the monotonic clock
     * @param wanted asked again before each further moment: a person may have cancelled the call meanwhile, or listed its number
     */
    DialResult send(String lease, DialOrder order, SendMoment first, long lastNanos, BooleanSupplier wanted) {
        Moments moments = new Moments(admission, outage, nanoTime, plivo::missed, lease, first, lastNanos, wanted);
        AtomicReference<DialResult> last = new AtomicReference<>(NO_MOMENT);
        return retry.executeSupplier(() -> sendOnce(order, moments, last));
    }

    /** What came of it last, when no further moment may come. */
    private DialResult sendOnce(DialOrder order, Moments moments, AtomicReference<DialResult> last) {
        while (moments.mayCome()) {
            last.set(plivo.dial(order, moments));
            moments.rethrow();
            if (!(last.get() instanceof DialResult.Missed)) {
                break;
            }
        }
        return last.get();
    }
}
