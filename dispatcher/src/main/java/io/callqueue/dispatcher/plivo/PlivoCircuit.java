package io.callqueue.dispatcher.plivo;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens while Plivo is away, so that not every waiting call is put in doubt one after the other; then a few dials at a time try whether it
 * is back.
 */
public final class PlivoCircuit {
    private static final Logger LOG = LoggerFactory.getLogger(PlivoCircuit.class);
    private static final int WINDOW = 20;
    private static final int FEWEST = 10;
    private static final int AWAY_PERCENT = 60;
    private static final int TRIALS = 3;
    private static final Duration LATELY = Duration.ofMinutes(1);
    private final CircuitBreaker breaker;
    private final LongSupplier nanoTime;
    private volatile String lastFailure = "";
    private volatile Optional<Long> answeredAt = Optional.empty();
    private volatile Optional<Long> failedAt = Optional.empty();

    /** @param pause how long nothing is dialed once Plivo is away */
    public PlivoCircuit(Duration pause, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.breaker = CircuitBreaker.of("plivo",
                CircuitBreakerConfig.custom().slidingWindowSize(WINDOW).minimumNumberOfCalls(FEWEST)
                        .failureRateThreshold(AWAY_PERCENT).waitDurationInOpenState(pause)
                        .automaticTransitionFromOpenToHalfOpenEnabled(true)
                        .permittedNumberOfCallsInHalfOpenState(TRIALS).build());
        breaker.getEventPublisher().onStateTransition(event -> LOG.warn("Plivo: circuit {}: {}",
                event.getStateTransition(), lastFailure.isEmpty() ? "no failure" : lastFailure));
    }

    /** Whether a dial may be begun; every one that is ends with {@link #leave}. */
    public boolean tryEnter() {
        return breaker.tryAcquirePermission();
    }

    /** @param result empty when nothing was sent */
    public void leave(Optional<DialResult> result) {
        switch (result.orElse(new DialResult.Missed(""))) {
            case DialResult.Accepted accepted -> answered();
            case DialResult.Refused refused -> answered();
            case DialResult.InDoubt(String error) -> failed(error);
            case DialResult.NotArrived(String error) -> failed(error);
            case DialResult.Missed missed -> breaker.releasePermission();
        }
    }

    private void answered() {
        answeredAt = Optional.of(nanoTime.getAsLong());
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    private void failed(String error) {
        lastFailure = error;
        failedAt = Optional.of(nanoTime.getAsLong());
        breaker.onError(0, TimeUnit.NANOSECONDS, new IllegalStateException(error));
    }

    /**
     * Why nothing is dialed for now, but for a few tries whether Plivo is back; empty while dials go on, and where nobody tried for a while:
     * then nothing is known.
     */
    public Optional<String> away() {
        boolean isTrying = breaker.getState() == State.HALF_OPEN && isLately(failedAt);
        return isTrying || breaker.getState() == State.OPEN ? Optional.of(lastFailure) : Optional.empty();
    }

    /** Whether Plivo answered a dial lately. */
    public boolean hasAnswered() {
        return isLately(answeredAt);
    }

    private boolean isLately(Optional<Long> at) {
        return at.filter(nanos -> nanoTime.getAsLong() - nanos < LATELY.toNanos()).isPresent();
    }
}
