package io.callqueue.dispatcher.reconcile;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.callqueue.dispatcher.plivo.PlivoRecords;
import io.callqueue.dispatcher.plivo.PlivoRecords.Origin;

/** The calls that Plivo has queued or live, as the look-ups of this pod share them: many calls are in doubt at once, and Plivo takes 60 requests a second. */
final class OpenCalls {
    private static final Duration SHARED = Duration.ofSeconds(1);
    private static final int ORIGINS = 10_000;
    private final PlivoRecords plivo;
    private final LongSupplier nanoTime;
    private final Cache<String, Origin> queued = Caffeine.newBuilder().maximumSize(ORIGINS).build();
    /** Apart from those of queued calls, of which Plivo does not tell when they began. */
    private final Cache<String, Origin> live = Caffeine.newBuilder().maximumSize(ORIGINS).build();
    private Optional<Answer> latest = Optional.empty();

    /** Asked in this order: a call that leaves the queue meanwhile is in the live list. */
    record Listing(OpenList queued, OpenList live) {}

    private record Answer(long askedAt, long answeredAt, Optional<Listing> listing, Optional<IOException> failure) {}

    OpenCalls(PlivoRecords plivo, LongSupplier nanoTime) {
        this.plivo = plivo;
        this.nanoTime = nanoTime;
    }

    /**
     * Both lists, not older than a second. Who comes while they are asked for gets the same ones.
     *
     * @param since they are asked for again if they were not asked for after this moment: two look-ups of an attempt must not rest on one answer
     * @throws IOException when Plivo can not be asked
     */
    synchronized Listing listing(long since) throws IOException {
        Answer answer = latest.filter(told -> isUsable(told, since)).orElseGet(this::ask);
        latest = Optional.of(answer);
        if (answer.failure().isPresent()) {
            throw new IOException("Plivo's lists can not be read", answer.failure().get());
        }
        return answer.listing().orElseThrow();
    }

    private boolean isUsable(Answer answer, long since) {
        return answer.askedAt() - since > 0 && nanoTime.getAsLong() - answer.answeredAt() < SHARED.toNanos();
    }

    private Answer ask() {
        long askedAt = nanoTime.getAsLong();
        try {
            Listing listing = new Listing(new OpenList(plivo.queued(), plivo::queued, queued),
                    new OpenList(plivo.live(), plivo::live, live));
            return new Answer(askedAt, nanoTime.getAsLong(), Optional.of(listing), Optional.empty());
        } catch (IOException e) { // shared like any answer: Plivo is not asked again at once
            return new Answer(askedAt, nanoTime.getAsLong(), Optional.empty(), Optional.of(e));
        }
    }
}
