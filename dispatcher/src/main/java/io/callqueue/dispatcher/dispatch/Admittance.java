package io.callqueue.dispatcher.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.callqueue.call.Moves;
import io.callqueue.call.Priority;
import io.callqueue.dispatcher.admission.Admission;
import io.callqueue.dispatcher.admission.Leases;
import io.callqueue.dispatcher.admission.Permit;
import io.callqueue.dispatcher.admission.Wake;
import io.callqueue.dispatcher.dial.Dial;
import io.callqueue.dispatcher.dial.Dialer;
import io.callqueue.dispatcher.intake.Lines;
import io.callqueue.dispatcher.intake.RateTurns;
import io.callqueue.dispatcher.intake.StandBy;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.plivo.PlivoCircuit;

/** Asks for permits, and does what the answer says. */
public final class Admittance {
    /** The message that a slot was given back may be lost, or late, and of turns nobody tells. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration STOPPED = Duration.ofMillis(200);
    /** Longer than parked calls take to come back, so that the rate of a campaign is used; short, so that few stand aside. */
    private static final Duration ASIDE_AT_MOST = Duration.ofSeconds(3);
    private static final String FULL = "its campaign has as many calls as it may at once";
    private static final Duration AWAY = Duration.ofMillis(100);
    private final Lines lines;
    private final StandBy standBy;
    private final Calls calls;
    private final Finish finish;
    private final Admission admission;
    private final Leases leases;
    private final Wake wake;
    private final PlivoCircuit circuit;
    private final Dialer dialer;
    private final LongSupplier nanoTime;
    private final RateTurns turns;
    private final Duration calleeBusy;
    private Optional<Pause> pause = Optional.empty();

    /**
     * @param calleeBusy how long a call waits while another one to the same number is under way
     */
    public Admittance(Lines lines, StandBy standBy, RateTurns turns, Calls calls, Finish finish, Admission admission,
            Leases leases,
            Wake wake,
            PlivoCircuit circuit,
            Dialer dialer, LongSupplier nanoTime, Duration calleeBusy) {
        this.lines = lines;
        this.standBy = standBy;
        this.turns = turns;
        this.calls = calls;
        this.finish = finish;
        this.admission = admission;
        this.leases = leases;
        this.wake = wake;
        this.circuit = circuit;
        this.dialer = dialer;
        this.nanoTime = nanoTime;
        this.calleeBusy = calleeBusy;
    }

    void withdraw() {
        admission.withdraw();
    }

    /** Nobody gets a permit before this is over, or something changed. @param forSlot whether a slot that is given back is such a thing */
    private record Pause(Duration most, boolean forSlot) {}

    /**
     * Asks for a permit for each of them, in their order.
     *
     * @param work gets the dials and deferrals of those that need not wait
     */
    void permit(List<Applicant> applicants, List<Work> work) {
        List<Applicant> first = withoutThoseBehindOthers(applicants, work);
        List<Applicant> entered = first.stream().takeWhile(applicant -> circuit.tryEnter()).toList();
        pause = first.isEmpty() ? Optional.empty() : Optional.of(new Pause(AWAY, false));
        int dials = 0;
        try {
            if (!entered.isEmpty()) {
                pause = Optional.empty();
                long asked = nanoTime.getAsLong();
                List<Permit> permits = acquire(entered);
                for (int i = 0; i < permits.size(); i++) {
                    Optional<Work> next = work(entered.get(i), permits.get(i), asked);
                    dials += next.isPresent() && permits.get(i) instanceof Permit.Granted ? 1 : 0;
                    next.ifPresent(work::add);
                    pause = pauseAfter(permits.get(i));
                }
            }
        } finally {
            IntStream.range(dials, entered.size()).forEach(unused -> circuit.leave(Optional.empty()));
        }
    }

    /** Waits until the last one that was told to wait may have a permit. */
    void await() throws InterruptedException {
        Optional<Pause> asked = pause;
        pause = Optional.empty();
        if (asked.isPresent()) {
            wake.await(asked.get().most(), asked.get().forSlot());
        }
    }

    private List<Applicant> withoutThoseBehindOthers(List<Applicant> applicants, List<Work> work) {
        Map<Boolean, List<Applicant>> behind = applicants.stream()
                .collect(Collectors.partitioningBy(applicant -> standBy.isBehindOthers(applicant.candidate())));
        behind.getOrDefault(true, List.of()).forEach(applicant -> park(applicant, FULL).ifPresent(work::add));
        return behind.getOrDefault(false, List.of());
    }

    private List<Permit> acquire(List<Applicant> applicants) {
        List<Set<Priority>> besides = lines.waitingBesides(applicants.stream().map(Applicant::candidate).toList());
        return admission.acquire(
                IntStream.range(0, applicants.size()).mapToObj(i -> applicants.get(i).ask(besides.get(i))).toList());
    }

    private Optional<Work> work(Applicant applicant, Permit permit, long askedNanos) {
        return switch (permit) {
            case Permit.Granted granted -> dial(applicant, granted);
            case Permit.CampaignClosed(String why) -> park(applicant, why);
            case Permit.CampaignFull() -> standBy(applicant, askedNanos);
            case Permit.CampaignCancelled() -> cancel(applicant);
            case Permit.Aside aside -> standAside(applicant, aside);
            case Permit.CalleeBusy() ->
                defer(applicant, calleeBusy, "another call to this number is under way");
            case Permit.DialedEnough(Duration after, String why) -> defer(applicant, after, why);
            case Permit.DoNotCall() -> refuse(applicant);
            case Permit.Full(),Permit.Later(_),Permit.Yield(_),Permit.Stopped(),Permit.NumberStopped() ->
                Optional.empty();
        };
    }

    /** When to ask again at the latest, if it must wait. */
    private Optional<Pause> pauseAfter(Permit permit) {
        return switch (permit) {
            case Permit.Full() -> Optional.of(new Pause(LOOK_AGAIN, true));
            case Permit.Later later -> Optional.of(new Pause(admission.askAgain(later), false));
            case Permit.Yield(Priority to) ->
                lines.prefer(to) ? Optional.empty() : Optional.of(new Pause(LOOK_AGAIN, false));
            case Permit.Stopped(),Permit.NumberStopped() -> Optional.of(new Pause(STOPPED, false));
            case Permit.Granted(_, _),Permit.CampaignClosed(_),Permit.CampaignFull(),Permit.CampaignCancelled(),Permit.CalleeBusy(),Permit.DialedEnough(_, _),Permit.DoNotCall(),Permit.Aside(_, _, _) ->
                Optional.empty();
        };
    }

    private Optional<Work> refuse(Applicant applicant) {
        return finish.work(applicant.candidate(), () -> calls.move(applicant.call().id(),
                (c, now) -> Moves.refuse(c, applicant.revision(), now)));
    }

    private Optional<Work> defer(Applicant applicant, Duration wait, String why) {
        return finish.work(applicant.candidate(), () -> calls.move(applicant.call().id(),
                (c, now) -> Moves.defer(c, applicant.revision(), now, now.plus(wait), why)));
    }

    /** The campaign was cancelled after its calls were screened. */
    private Optional<Work> cancel(Applicant applicant) {
        return finish.work(applicant.candidate(), () -> calls.move(applicant.call().id(),
                (c, now) -> Moves.cancelWithCampaign(c, now, false)));
    }

    /** It comes back when its campaign may go on; in its line it would stand before others. */
    private Optional<Work> park(Applicant applicant, String why) {
        return finish.work(applicant.candidate(), () -> calls.move(applicant.call().id(),
                (c, now) -> Moves.park(c, applicant.revision(), now, why)));
    }

    /** Others go first until its turn. Of a campaign only the next few wait here. */
    private Optional<Work> standAside(Applicant applicant, Permit.Aside aside) {
        boolean forCampaign = aside.whose().equals(applicant.request().campaignId());
        return turns.join(applicant.candidate(), aside.whose(), aside.after(), aside.spacing(),
                forCampaign ? ASIDE_AT_MOST : Duration.ofDays(1))
                        ? Optional.empty()
                        : park(applicant, "its campaign's rate is used up");
    }

    private Optional<Work> standBy(Applicant applicant, long askedNanos) {
        turns.leave(applicant.candidate());
        return standBy.join(applicant.candidate(), askedNanos) ? Optional.empty() : park(applicant, FULL);
    }

    /** It leaves the circuit, which it entered before it asked. */
    private Optional<Work> dial(Applicant applicant, Permit.Granted permit) {
        if (!lines.take(applicant.candidate())) {
            leases.release(permit.lease(), applicant.request().phoneNumber());
            return Optional.empty();
        }
        Dial dial = applicant.dial(permit, () -> lines.done(applicant.candidate()));
        return Optional.of(new Work(applicant.candidate(), () -> dialer.dial(dial)));
    }
}
