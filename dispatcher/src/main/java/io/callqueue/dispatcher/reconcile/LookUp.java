package io.callqueue.dispatcher.reconcile;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.dispatcher.plivo.PlivoRecords;
import io.callqueue.dispatcher.plivo.PlivoRecords.Ended;
import io.callqueue.dispatcher.plivo.PlivoRecords.OpenCall;

/**
 * Finds an attempt at Plivo: by its uuid where we have one; until we have its call uuid, by number and time too, in
 * Plivo's queued list, then its live list, then its call records. In that order, so that a call that moves on between two questions is met by the later one.
 */
public final class LookUp {
    /** Each asks several times in a row, and Plivo refuses more than 60 requests a second. */
    private static final int AT_ONCE = 4;
    /** How long one may wait for its turn, or for a Plivo that fails: its batch waits for it, and its call's next look-up comes anyway. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final PlivoRecords plivo;
    private final OpenCalls open;
    private final BiPredicate<String, String> isAnothers;
    private final UnaryOperator<String> callerNumber;
    private final LongSupplier nanoTime;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    /**
     * @param isAnothers whether this id of Plivo's is known as that of an attempt under another lease than this
     * @param callerNumber the number that an attempt under this lease was dialed from
     */
    public LookUp(PlivoRecords plivo, BiPredicate<String, String> isAnothers, UnaryOperator<String> callerNumber,
            LongSupplier nanoTime) {
        this.plivo = plivo;
        this.open = new OpenCalls(plivo, nanoTime);
        this.isAnothers = isAnothers;
        this.callerNumber = callerNumber;
        this.nanoTime = nanoTime;
    }

    /**
     * @param earlier attempts that ended before: their traces at Plivo are not this one's
     * @param now the time of Redis when the call stood like that
     * @throws IOException when Plivo can not be asked, or answers what nobody can read: then nothing is known
     */
    public Finding find(Call call, List<Attempt> earlier, Instant now) throws IOException {
        long since = nanoTime.getAsLong() - Duration.between(call.updatedAt(), now).toNanos();
        takeTurn();
        try {
            return find(call, earlier, since);
        } finally {
            turns.release();
        }
    }

    private void takeTurn() throws IOException {
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("other look-ups take too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while other look-ups were under way");
        }
    }

    private Finding find(Call call, List<Attempt> earlier, long since) throws IOException {
        Optional<String> uuid = HangUp.uuid(call);
        Finding finding = uuid.isPresent() ? byUuid(uuid.get()) : new Finding.NotFound();
        boolean mayHaveAnother = call.attempt().flatMap(Attempt::callUuid).isEmpty();
        return finding instanceof Finding.NotFound && mayHaveAnother ? byNumber(call, earlier, since) : finding;
    }

    private Finding byUuid(String uuid) throws IOException {
        if (plivo.queued(uuid).isPresent()) {
            return new Finding.Queued(uuid);
        }
        Optional<OpenCall> live = plivo.live(uuid);
        if (live.isPresent()) {
            return new Finding.Live(uuid, live.get().answered());
        }
        return plivo.record(uuid).map(LookUp::over).orElseGet(Finding.NotFound::new);
    }

    /** What could not be looked at matters only if nothing is found elsewhere: then the attempt may be there. */
    private Finding byNumber(Call call, List<Attempt> earlier, long since) throws IOException {
        Wanted wanted = Wanted.of(call, callerNumber.apply(lease(call)));
        Predicate<String> mayBeOurs = mayBeOurs(call, earlier);
        long until = nanoTime.getAsLong() + PATIENCE.toNanos();
        BooleanSupplier isLate = () -> nanoTime.getAsLong() - until > 0;
        OpenCalls.Listing listing = open.listing(since);
        OpenList.Search queued = listing.queued().search(wanted, mayBeOurs, isLate);
        if (queued.found().isPresent()) {
            return new Finding.Queued(queued.found().get());
        }
        OpenList.Search live = listing.live().search(wanted, mayBeOurs, isLate);
        if (live.found().isPresent()) {
            return live(live.found().get());
        }
        Finding finding = overByNumber(wanted, mayBeOurs);
        Optional<IOException> failure = queued.failure().or(live::failure);
        if (finding instanceof Finding.NotFound && failure.isPresent()) {
            throw new IOException("a call that Plivo lists can not be read", failure.get());
        }
        return finding;
    }

    private Finding live(String uuid) throws IOException {
        return new Finding.Live(uuid, plivo.live(uuid).map(OpenCall::answered).orElse(false));
    }

    private Finding overByNumber(Wanted wanted, Predicate<String> mayBeOurs) throws IOException {
        String digits = wanted.to().replace("+", "");
        for (String number : List.of(digits, "+" + digits)) {
            Optional<Ended> found = plivo.records(number, wanted.since()).stream()
                    .filter(ended -> wanted.mayBe(ended.origin()) && mayBeOurs.test(ended.uuid())).findFirst();
            if (found.isPresent()) {
                return found.get().isFinished() ? over(found.get()) : new Finding.Queued(found.get().uuid()); // Plivo got it: its end comes
            }
        }
        return new Finding.NotFound();
    }

    /** A call to the same number that ended just before this attempt, or an attempt of this call before, leaves traces too. */
    private Predicate<String> mayBeOurs(Call call, List<Attempt> earlier) {
        Set<String> others = earlier.stream().flatMap(a -> Stream.of(a.requestUuid(), a.callUuid()))
                .flatMap(Optional::stream).collect(Collectors.toSet());
        String lease = lease(call);
        return uuid -> !others.contains(uuid) && !isAnothers.test(uuid, lease);
    }

    private static String lease(Call call) {
        return call.attempt().map(Attempt::lease).orElse("");
    }

    private static Finding over(Ended ended) {
        return new Finding.Over(ended.uuid(), ended.hangupCode(), ended.cause(), ended.durationSeconds(),
                ended.at(), ended.cost());
    }
}
