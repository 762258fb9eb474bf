package io.callqueue.dispatcher.disposition;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Verdict;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.ControlStore;
import io.callqueue.dispatcher.control.Stops;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.request.CallRequest;
import io.callqueue.request.RetryRule;
import io.callqueue.store.Snapshot;
import io.callqueue.store.Update;

/** Ends attempts: decides what follows, moves the call, writes the ledger, gives the lease back. Done again, it repeats all of that. */
public final class AttemptEnd {
    private final Calls calls;
    private final Disposition disposition;
    private final AttemptSlots slots;
    private final Stops stops;
    private final ControlStore control;

    public AttemptEnd(Calls calls, Disposition disposition, AttemptSlots slots, Stops stops,
            ControlStore control) {
        this.calls = calls;
        this.disposition = disposition;
        this.slots = slots;
        this.stops = stops;
        this.control = control;
    }

    /** The attempt ended like this, and its outcome decides. */
    public Update end(CallId id, int attempt, Ending ending, Fate fate, Optional<String> callUuid) {
        Update update = move(id, attempt, call -> ending, fate, callUuid);
        update.known().ifPresent(calls::record);
        return released(update, attempt);
    }

    /**
     * The same as a webhook tells it, which is read again if this dies halfway: its slot need not wait for the ledger. Of other ends a slot
     * that is still held tells that nobody may have written them down.
     *
     * @param ending how it ended, of what is known of the call
     */
    public Update endTold(CallId id, int attempt, Function<Call, Ending> ending, Fate fate, Optional<String> callUuid) {
        Update update = move(id, attempt, ending, fate, callUuid);
        Optional<Runnable> recorded = update.known().map(calls::recording);
        released(update, attempt);
        recorded.ifPresent(Runnable::run);
        return update;
    }

    private Update move(CallId id, int attempt, Function<Call, Ending> ending, Fate fate, Optional<String> callUuid) {
        Supplier<Snapshot> reading = calls.reading(id);
        Supplier<Past> past = fate.mayGoOn() ? readingPast(id) : () -> Past.NONE;
        Snapshot seen = reading.get();
        if (seen.call().isEmpty()) {
            return new Update.Absent();
        }
        Call call = seen.call().get();
        Ending told = ending.apply(call);
        boolean isOurs = HungUp.isOurs(call, attempt, told);
        Ending how = isOurs ? HungUp.ending(told) : told;
        Fate meant = isOurs ? Fate.HUNG_UP : fate;
        Supplier<CampaignSettings> campaign = readingCampaign(meant, call);
        // Before the move, which is the last that is heard of this end: read again, it stops nothing that a person let go on since
        meant.stops().filter(scope -> call.isOpenAttempt(attempt)).ifPresent(scope -> stops.begin(scope, call, how));
        Past known = past.get();
        List<Attempt> earlier = known.attempts().stream().filter(a -> a.number() < attempt).toList();
        CampaignSettings set = campaign.get();
        Map<String, RetryRule> policy = RetryRule.over(known.rules(), set.retryRules());
        Verdict verdict = unlessCancelled(set.cancels(call.order().createdAt()),
                disposition.verdict(meant, how, earlier, policy));
        return calls.moveUnrecorded(call, seen.now(), (c, now) -> Moves.end(c, attempt, now, how, callUuid, verdict));
    }

    /**
     * What of a call decides whether another attempt follows, and when.
     *
     * @param rules its own, by kind of outcome, @param attempts those that ended
     */
    private record Past(Map<String, RetryRule> rules, List<Attempt> attempts) {
        static final Past NONE = new Past(Map.of(), List.of());
    }

    private Supplier<Past> readingPast(CallId id) {
        Supplier<Optional<CallRequest>> request = calls.readingRequest(id);
        Supplier<List<Attempt>> ended = calls.readingEndedAttempts(id);
        return () -> new Past(request.get().map(CallRequest::retryPolicy).orElse(Map.of()), ended.get());
    }

    /** Of a cancelled campaign no call is dialed again. */
    private static Verdict unlessCancelled(boolean cancelled, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Complete(),Verdict.Fail(),Verdict.Cancel() -> verdict;
            case Verdict.Retry(_, _),Verdict.Defer(_) -> cancelled ? new Verdict.Cancel() : verdict;
        };
    }

    /** What is set for its campaign, asked for only where another attempt may follow: the ends of conversations wait for nothing more. */
    private Supplier<CampaignSettings> readingCampaign(Fate fate, Call call) {
        return fate.mayGoOn() ? control.campaign(call.order().campaignId())::join : () -> CampaignSettings.NONE;
    }

    /** The attempt ended like this, and it is known what follows. */
    public Update end(CallId id, int attempt, Ending ending, Verdict verdict, Optional<String> callUuid) {
        return released(calls.move(id, (call, now) -> Moves.end(call, attempt, now, ending, callUuid, verdict)),
                attempt);
    }

    private Update released(Update update, int attempt) {
        update.known().ifPresent(call -> slots.giveBack(call, attempt));
        return update;
    }
}
