package io.callqueue.call;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * One claim of a call, and what became of it.
 *
 * @param number 1 for the first claim; every claim takes a new one
 * @param owner the dispatcher that claimed it
 * @param lease the permit it dials under, to be given back when Plivo says that the call is over
 * @param dialedAt when Plivo accepted it, or was first heard of it
 * @param machine an answering machine was detected
 * @param hangUpAt when somebody wanted it hung up, and not its call ended
 */
public record Attempt(int number, String owner, String lease, Instant claimedAt, Optional<Instant> dialedAt,
        Optional<Instant> ringingAt,
        Optional<Instant> answeredAt, Optional<String> requestUuid, Optional<String> callUuid, boolean machine,
        Optional<Ending> ending, Optional<Instant> hangUpAt) {

    /** The attempt that a claim begins. */
    public static Attempt claimed(int number, String owner, String lease, Instant at) {
        return new Attempt(number, owner, lease, at, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(),
                false, Optional.empty(), Optional.empty());
    }

    /** A moment that another clock showed: not before what is known of the attempt, and not in time to come. */
    Instant within(Instant now, Instant at) {
        Instant passed = at.isAfter(now) ? now : at;
        return Stream.of(Optional.of(claimedAt), dialedAt, ringingAt, answeredAt, Optional.of(passed))
                .flatMap(Optional::stream).max(Comparator.naturalOrder()).orElseThrow();
    }

    /** Plivo has it: the time is kept from the first time we heard so. */
    public Attempt dialed(Instant at, Optional<String> requestUuid, Optional<String> callUuid) {
        return new Attempt(number, owner, lease, claimedAt, dialedAt.or(() -> Optional.of(at)), ringingAt, answeredAt,
                this.requestUuid.or(() -> requestUuid), this.callUuid.or(() -> callUuid), machine, ending, hangUpAt);
    }

    /** Only an attempt that Plivo has can end with a hangup code: where all else was lost, its end is what is first heard of it. */
    Attempt heardOf(Ending ending) {
        if (ending.hangupCauseCode().isEmpty()) {
            return this;
        }
        Optional<Instant> answered = ending.answeredAt().map(at -> within(ending.at(), at));
        Attempt dialed = dialed(answered.orElse(ending.at()), Optional.empty(), Optional.empty());
        return answered.map(dialed::answered).orElse(dialed);
    }

    public Attempt withCallUuid(Optional<String> known) {
        return new Attempt(number, owner, lease, claimedAt, dialedAt, ringingAt, answeredAt, requestUuid,
                callUuid.or(() -> known), machine,
                ending, hangUpAt);
    }

    public Attempt ringing(Instant at) {
        return new Attempt(number, owner, lease, claimedAt, dialedAt, ringingAt.or(() -> Optional.of(at)), answeredAt,
                requestUuid, callUuid,
                machine, ending, hangUpAt);
    }

    public Attempt answered(Instant at) {
        return new Attempt(number, owner, lease, claimedAt, dialedAt, ringingAt, answeredAt.or(() -> Optional.of(at)),
                requestUuid, callUuid,
                machine, ending, hangUpAt);
    }

    public Attempt machineDetected() {
        return new Attempt(number, owner, lease, claimedAt, dialedAt, ringingAt, answeredAt, requestUuid, callUuid,
                true, ending, hangUpAt);
    }

    public Attempt ended(Ending how) {
        return new Attempt(number, owner, lease, claimedAt, dialedAt, ringingAt, answeredAt, requestUuid, callUuid,
                machine, Optional.of(how), hangUpAt);
    }

    /** Plivo is to hang it up; whether its call goes on after that, its end decides. */
    public Attempt hungUp(Instant at) {
        return new Attempt(number, owner, lease, claimedAt, dialedAt, ringingAt, answeredAt, requestUuid, callUuid,
                machine, ending, hangUpAt.or(() -> Optional.of(at)));
    }

    /** Whether it is to be hung up and may be under way. */
    @JsonIgnore
    public boolean isToBeHungUp() {
        return hangUpAt.isPresent() && (ending.isEmpty() || isLost());
    }

    /** Ended only because Plivo did not know it: a later webhook may prove that wrong. */
    @JsonIgnore
    public boolean isLost() {
        return ending.filter(e -> e.outcome() == Outcome.UNKNOWN && e.hangupCauseCode().isEmpty()).isPresent();
    }

    /** An attempt believed lost turned out to be alive. */
    public Attempt reopened() {
        return new Attempt(number, owner, lease, claimedAt, dialedAt, ringingAt, answeredAt, requestUuid, callUuid,
                machine, Optional.empty(), hangUpAt);
    }
}
