package io.callqueue.dispatcher.reconcile;

import java.time.Duration;
import java.time.Instant;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.dispatcher.plivo.PlivoRecords.Origin;

/**
 * What a call at Plivo is like that may be an attempt of ours: from the number and to the number that it was dialed with, and no older than
 * its claim. The account may have other calls to the same person, of an agent or of another application. Pure.
 */
record Wanted(String from, String to, Instant since) {
    /** Our clocks and Plivo's differ by less: a call that seems too old is passed over, and the phone rings again. */
    private static final Duration CLOCKS = Duration.ofSeconds(30);

    /** @param from the number that the call's open attempt was dialed from */
    static Wanted of(Call call, String from) {
        Instant claimedAt = call.attempt().map(Attempt::claimedAt).orElse(call.updatedAt());
        return new Wanted(from, call.order().phoneNumber(), claimedAt.minus(CLOCKS));
    }

    /** What Plivo does not tell of the caller number or the beginning speaks against nothing: an attempt that is not found is dialed again. */
    boolean mayBe(Origin found) {
        return found.to().filter(number -> isSame(number, to)).isPresent()
                && found.from().filter(number -> !isSame(number, from)).isEmpty()
                && found.startedAt().filter(at -> at.isBefore(since)).isEmpty();
    }

    /** Plivo writes numbers with and without a plus. */
    private static boolean isSame(String found, String ours) {
        return digits(found).equals(digits(ours));
    }

    private static String digits(String number) {
        return number.replaceAll("[^0-9]", "");
    }
}
