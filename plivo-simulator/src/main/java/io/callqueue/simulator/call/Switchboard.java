package io.callqueue.simulator.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Fault;
import io.callqueue.simulator.behavior.Orders;
import io.callqueue.simulator.outcome.NumberPlans;
import io.callqueue.simulator.outcome.Outcome;
import io.callqueue.simulator.time.NanoClock;
import io.callqueue.simulator.time.Timers;
import io.callqueue.simulator.webhook.HookLine;
import io.callqueue.simulator.webhook.Postman;
import io.callqueue.simulator.witness.Witness;

/** Where calls are placed, listed, hung up and canceled. */
public final class Switchboard {
    private final Orders orders;
    private final NumberPlans numbers;
    private final Chances chances;
    private final Witness witness;
    private final Postman postman;
    private final Timers timers;
    private final NanoClock clock;
    private final CallLife life;
    private final CallBook book = new CallBook();
    private final CallRecords records = new CallRecords();
    private final RateQueue queue = new RateQueue();

    public Switchboard(Account account, Told told, Witness witness, Postman postman, Timers timers, NanoClock clock) {
        orders = told.orders();
        numbers = told.numbers();
        chances = told.chances();
        this.witness = witness;
        this.postman = postman;
        this.timers = timers;
        this.clock = clock;
        life = new CallLife(clock, timers, new HookForms(account), this::ended);
    }

    /** What a call's fate is drawn from. */
    public record Told(Orders orders, NumberPlans numbers, Chances chances) {}

    /** Live from here on, for the witness and for whoever asks. */
    public Placed place(DialRequest request, SplittableRandom random) {
        Behavior behavior = orders.current();
        Outcome outcome = numbers.outcome(request.to(), chances.nextPlaced(request.to()))
                .orElseGet(() -> behavior.mix().draw(random));
        long now = clock.nanos();
        Duration turn = queue.turn(now, behavior.limits().callsPerSecond());
        Call call = new Call(CallIds.create(behavior.ids().callUuidDiffers()), request,
                Plan.draw(outcome, behavior.pace(), random), hookLine(request.to(), random.split()), now);
        book.add(call);
        witness.accepted();
        life.begin(call, turn);
        return new Placed(call.ids(), outcome.word(), !turn.isZero(), call.hooks());
    }

    private HookLine hookLine(String number, SplittableRandom random) {
        boolean reversed = orders.draw(Fault.WEBHOOKS_REVERSED, number, random).isPresent();
        return new HookLine(postman, timers, (kind, event) -> orders.draw(kind, event, number, random), reversed);
    }

    private void ended(CallLife.Ended ended) {
        witness.ended();
        records.add(ended.written());
        var _ = timers.after(Duration.ofMillis(orders.current().lags().listMs()), () -> book.remove(ended.call()));
    }

    /** As the live list shows it: behind by the list's lag. */
    public List<CallView> live() {
        long then = listMoment();
        return book.at(times -> times.liveAt(then));
    }

    public List<CallView> queued() {
        long then = listMoment();
        return book.at(times -> times.queuedAt(then));
    }

    /** Every call that has not ended, without lag. What ended while they were gathered is left out: another one may have begun in its place. */
    public List<CallView> open() {
        List<Call> gathered = book.open().toList();
        return gathered.stream().map(Call::view).filter(call -> call.phase() != Phase.ENDED).toList();
    }

    public Optional<CallRecord> record(String callUuid) {
        return records.find(callUuid, recordMoment());
    }

    /** Newest first, behind by the records' lag. */
    public List<CallRecord> records(RecordFilter filter) {
        return records.search(filter.toNumber(), filter::fits, recordMoment());
    }

    /** Of every call that ended, newest first, without lag. */
    public List<CallRecord> records() {
        return records.search(Optional.empty(), _ -> true, clock.nanos());
    }

    private long listMoment() {
        return clock.nanos() - orders.current().lags().listMs() * 1_000_000;
    }

    private long recordMoment() {
        return clock.nanos() - orders.current().lags().recordMs() * 1_000_000;
    }

    /** By the API; false when no such call is live. A queued call is not. */
    public boolean hangUp(String callUuid) {
        return book.byCallUuid(callUuid).filter(call -> call.phase() != Phase.QUEUED)
                .map(call -> life.end(call, Ending::byApi))
                .orElse(false);
    }

    public void hangUpAll() {
        end(book.open().toList(), Ending::byApi);
    }

    /** The callee hangs up, or declines; false when no such call is open. */
    public boolean calleeHangsUp(String callUuid) {
        return book.byCallUuid(callUuid).map(call -> life.end(call, Ending::byCallee)).orElse(false);
    }

    /** False when no such call is queued. */
    public boolean cancel(String requestUuid) {
        return book.byRequestUuid(requestUuid).filter(call -> call.phase() == Phase.QUEUED)
                .map(call -> life.end(call, Ending::byApi))
                .orElse(false);
    }

    private void end(List<Call> calls, Function<Boolean, Ending> how) {
        calls.forEach(call -> life.end(call, how));
    }
}
