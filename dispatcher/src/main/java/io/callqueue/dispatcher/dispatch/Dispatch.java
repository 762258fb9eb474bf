package io.callqueue.dispatcher.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.callqueue.call.Call;
import io.callqueue.call.Decision;
import io.callqueue.call.Erased;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.ControlStore;
import io.callqueue.dispatcher.intake.Candidate;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.screening.CallingHours;
import io.callqueue.dispatcher.screening.Screening;
import io.callqueue.kafka.CallTopics;
import io.callqueue.request.CallRequest;
import io.callqueue.store.Creation;
import io.callqueue.store.Mover;
import io.callqueue.store.Snapshot;
import io.callqueue.topic.CallRecord;
import io.callqueue.topic.FirstRecord;

/** What to do with the next records: finish them, dial them, or leave them where they are and look again. */
public final class Dispatch {
    private static final Duration GOOD_FOR = Duration.ofMillis(200);
    private final Calls calls;
    private final ControlStore control;
    private final CallTopics topics;
    private final Finish finish;
    private final CallingHours hours;
    private final Admittance admittance;
    private final LongSupplier nanoTime;
    /** Those that wait: they are not read again at every look. The claim finds what changed meanwhile. */
    private final Map<Candidate, Applicant> lately = new IdentityHashMap<>();

    public Dispatch(Calls calls, ControlStore control, CallTopics topics, Finish finish, CallingHours hours,
            Admittance admittance,
            LongSupplier nanoTime) {
        this.calls = calls;
        this.control = control;
        this.topics = topics;
        this.finish = finish;
        this.hours = hours;
        this.admittance = admittance;
        this.nanoTime = nanoTime;
    }

    /** What is known of a record without a permit. */
    private sealed interface Screened {
        /** This is its last step. */
        record Finish(Runnable step) implements Screened {}

        /** Its call may be dialed. */
        record Apply(Applicant applicant) implements Screened {}

        /** It is to be looked at again. */
        record Again() implements Screened {}
    }

    /** No dial can be begun here for a while: other pods go on with what they have. */
    void standBack() {
        admittance.withdraw();
    }

    /**
     * What to do about these records, the next ones in their order. One without work must wait, and stays in its line; the others are taken
     * out.
     *
     * @param work gets what there is to do; it is to be done also when this fails
     */
    void consider(List<Candidate> candidates, List<Work> work) {
        Campaigns campaigns = new Campaigns();
        List<Screened> screened = screened(
                candidates.stream().map(candidate -> screening(candidate, campaigns)).toList());
        List<Applicant> applicants = new ArrayList<>();
        for (int i = 0; i < screened.size(); i++) {
            switch (screened.get(i)) {
                case Screened.Finish(Runnable step) -> finish.work(candidates.get(i), step).ifPresent(work::add);
                case Screened.Apply(Applicant applicant) -> applicants.add(applicant);
                case Screened.Again() -> {
                }
            }
        }
        lately.values().removeIf(applicant -> !isFresh(applicant));
        applicants.forEach(applicant -> lately.put(applicant.candidate(), applicant));
        if (!applicants.isEmpty()) {
            admittance.permit(applicants, work);
        }
        work.forEach(begun -> lately.remove(begun.candidate()));
    }

    private boolean isFresh(Applicant applicant) {
        return nanoTime.getAsLong() - applicant.nowNanos() < GOOD_FOR.toNanos();
    }

    /** Where the last records were told to wait, returns when something may have changed. */
    void await() throws InterruptedException {
        admittance.await();
    }

    /** What is set for the campaigns of a round, each asked for once. */
    private final class Campaigns {
        private final Map<String, CompletableFuture<CampaignSettings>> asked = new HashMap<>();

        CompletableFuture<CampaignSettings> of(String campaign) {
            return asked.computeIfAbsent(campaign, control::campaign);
        }
    }

    /** Redis was asked about all at once; those that it does not know are created side by side. */
    private static List<Screened> screened(List<Supplier<CompletableFuture<Screened>>> asked) {
        List<CompletableFuture<Screened>> begun = asked.stream().map(Supplier::get).toList();
        return begun.stream().map(CompletableFuture::join).toList();
    }

    private Supplier<CompletableFuture<Screened>> screening(Candidate candidate, Campaigns campaigns) {
        Applicant known = lately.get(candidate);
        if (known != null && isFresh(known)) {
            return () -> done(new Screened.Apply(known));
        }
        return reading(candidate, campaigns);
    }

    /** What there is to do for those of these records that need no permit. May be asked beside {@link #consider}. */
    List<Work> finish(List<Candidate> candidates) {
        Campaigns campaigns = new Campaigns();
        List<Screened> screened = screened(
                candidates.stream().map(candidate -> reading(candidate, campaigns)).toList()); // all, or nothing is taken out of its line
        List<Work> work = new ArrayList<>();
        for (int i = 0; i < screened.size(); i++) {
            if (screened.get(i) instanceof Screened.Finish(Runnable step)) {
                finish.work(candidates.get(i), step).ifPresent(work::add);
            }
        }
        return work;
    }

    private static CompletableFuture<Screened> done(Screened screened) {
        return CompletableFuture.completedFuture(screened);
    }

    private Supplier<CompletableFuture<Screened>> reading(Candidate candidate, Campaigns campaigns) {
        return switch (candidate.found()) {
            case FirstRecord.Unusable(String reason) -> () -> done(deadLetter(candidate, reason));
            case FirstRecord.Usable usable when candidate.revision().isEmpty() ->
                () -> done(deadLetter(candidate, "the header 'revision' is not a number"));
            case FirstRecord.Usable usable -> {
                Supplier<Snapshot> snapshot = calls.reading(usable.id());
                CompletableFuture<CampaignSettings> campaign = campaigns.of(usable.request().campaignId());
                yield () -> screen(candidate, usable, candidate.revision().get(), snapshot.get(), campaign.join());
            }
        };
    }

    private Screened deadLetter(Candidate candidate, String reason) {
        return new Screened.Finish(() -> topics.deadLetter(candidate.origin(), reason).join());
    }

    private CompletableFuture<Screened> screen(Candidate candidate, FirstRecord.Usable usable, int revision,
            Snapshot snapshot, CampaignSettings campaign) {
        if (snapshot.call().isPresent()) {
            return done(screenKnown(candidate, usable, revision, snapshot.call().get(), snapshot.now(), campaign));
        }
        if (!CallRecord.isFirst(candidate.origin())) {
            return done(deadLetter(candidate, "Redis does not know this call any more"));
        }
        return CompletableFuture.supplyAsync(() -> create(candidate, usable, revision, snapshot.now(), campaign),
                creating -> Thread.ofVirtual().name("create").start(creating));
    }

    private Screened screenKnown(Candidate candidate, FirstRecord.Usable usable, int revision, Call call, Instant now,
            CampaignSettings campaign) {
        if (isOfErased(call, candidate)) {
            return new Screened.Finish(() -> {});
        }
        return isSame(call, usable)
                ? screen(candidate, usable, revision, call, now, campaign)
                : deadLetter(candidate, "another request has the same call id");
    }

    private static boolean isOfErased(Call call, Candidate candidate) {
        return Erased.is(call) && !CallRecord.isFirst(candidate.origin())
                || Erased.mayBeOf(call, Instant.ofEpochMilli(candidate.origin().timestamp()));
    }

    private static boolean isSame(Call call, FirstRecord.Usable usable) {
        return call.order().requestHash().equals(usable.request().hash());
    }

    private Screened create(Candidate candidate, FirstRecord.Usable usable, int revision, Instant now,
            CampaignSettings campaign) {
        Creation creation = calls.create(usable.call(now), usable.request());
        return creation instanceof Creation.Conflict
                ? new Screened.Again()
                : screen(candidate, usable, revision, creation.call(), now, campaign);
    }

    private Screened screen(Candidate candidate, FirstRecord.Usable usable, int revision, Call call, Instant now,
            CampaignSettings campaign) {
        Screening screening = Screening.of(call, revision, now, campaign)
                .then(() -> hours.screen(usable.request(), revision, now));
        Optional<CallRequest> first = revision == 1 ? Optional.of(usable.request()) : Optional.empty();
        return switch (screening) {
            case Screening.Duplicate() -> new Screened.Finish(() -> {
                calls.settle(call.id(), (c, t) -> new Decision.Stay(), first);
                if (first.isPresent() && call.status().isFinal()) {
                    calls.readAgain(call.id(), now);
                }
            });
            case Screening.Move(Mover mover) -> new Screened.Finish(() -> calls.settle(call.id(), mover, first));
            case Screening.Dialable() ->
                new Screened.Apply(
                        new Applicant(candidate, usable.request(), revision, call, now, nanoTime.getAsLong()));
        };
    }
}
