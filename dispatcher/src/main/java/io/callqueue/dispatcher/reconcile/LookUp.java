package io.callqueue.dispatcher.reconcile;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.dispatcher.plivo.PlivoRecords;
import io.callqueue.dispatcher.plivo.PlivoRecords.Ended;
import io.callqueue.dispatcher.plivo.PlivoRecords.OpenCall;
import io.callqueue.dispatcher.plivo.PlivoRecords.Origin;

/**
 * Finds an attempt at Plivo: by its uuid where we have one; until we have its call uuid, by number and time too, in
 * Plivo's queued list, then its live list, then its call records. In that order, so that a call that moves on between two questions is met by the later one.
 */
public final class LookUp {
    private final PlivoRecords plivo;
    private final BiPredicate<String, String> isAnothers;
    private final UnaryOperator<String> callerNumber;
    /** Apart, as the queued list does not tell when a call began. */
    private final Cache<String, Origin> queued = Caffeine.newBuilder().maximumSize(10_000).build();
    private final Cache<String, Origin> live = Caffeine.newBuilder().maximumSize(10_000).build();

    /**
     * @param isAnothers whether this id of Plivo's is known as that of an attempt under another lease than this
     * @param callerNumber the number that an attempt under this lease was dialed from
     */
    public LookUp(PlivoRecords plivo, BiPredicate<String, String> isAnothers, UnaryOperator<String> callerNumber) {
        this.plivo = plivo;
        this.isAnothers = isAnothers;
        this.callerNumber = callerNumber;
    }

    /**
     * @param earlier attempts that ended before: their traces at Plivo are not this one's
     * @throws IOException when Plivo can not be asked, or answers what nobody can read: then nothing is known
     */
    public Finding find(Call call, List<Attempt> earlier) throws IOException {
        Optional<String> uuid = HangUp.uuid(call);
        Finding finding = uuid.isPresent() ? byUuid(uuid.get()) : new Finding.NotFound();
        boolean mayHaveAnother = call.attempt().flatMap(Attempt::callUuid).isEmpty();
        return finding instanceof Finding.NotFound && mayHaveAnother ? byNumber(call, earlier) : finding;
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

    private Finding byNumber(Call call, List<Attempt> earlier) throws IOException {
        Wanted wanted = Wanted.of(call, callerNumber.apply(lease(call)));
        Predicate<String> mayBeOurs = mayBeOurs(call, earlier);
        for (String uuid : plivo.queued()) {
            if (isWanted(wanted, uuid, queued, plivo::queued) && mayBeOurs.test(uuid)) {
                return new Finding.Queued(uuid);
            }
        }
        for (String uuid : plivo.live()) {
            if (isWanted(wanted, uuid, live, plivo::live) && mayBeOurs.test(uuid)) {
                return new Finding.Live(uuid, plivo.live(uuid).map(OpenCall::answered).orElse(false));
            }
        }
        return plivo.records(wanted.to(), wanted.since()).stream().filter(ended -> wanted.mayBe(ended.origin()))
                .filter(ended -> mayBeOurs.test(ended.uuid())).findFirst()
                .map(LookUp::over).orElseGet(Finding.NotFound::new);
    }

    /** A call to the same number that ended just before this attempt, or an attempt of this call before, leaves traces too. */
    private Predicate<String> mayBeOurs(Call call, List<Attempt> earlier) {
        Set<String> others = earlier.stream().flatMap(a -> Stream.of(a.requestUuid(), a.callUuid()))
                .flatMap(Optional::stream).collect(Collectors.toSet());
        String lease = lease(call);
        return uuid -> !others.contains(uuid) && !isAnothers.test(uuid, lease);
    }

    @FunctionalInterface
    private interface Detail {
        Optional<OpenCall> of(String uuid) throws IOException;
    }

    private static boolean isWanted(Wanted wanted, String uuid, Cache<String, Origin> known, Detail detail)
            throws IOException {
        Origin origin = known.getIfPresent(uuid);
        if (origin == null) {
            Optional<Origin> told = detail.of(uuid).map(OpenCall::origin);
            told.ifPresent(found -> known.put(uuid, found));
            return told.filter(wanted::mayBe).isPresent();
        }
        return wanted.mayBe(origin);
    }

    private static String lease(Call call) {
        return call.attempt().map(Attempt::lease).orElse("");
    }

    private static Finding over(Ended ended) {
        return new Finding.Over(ended.uuid(), ended.hangupCode(), ended.cause(), ended.durationSeconds());
    }
}
