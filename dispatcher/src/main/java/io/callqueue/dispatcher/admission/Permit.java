package io.callqueue.dispatcher.admission;

import java.time.Duration;

import io.callqueue.call.Priority;

/** What admission says to a call that wants to be dialed. */
public sealed interface Permit {
    /**
     * Dial it, at this moment.
     *
     * @param lease names the slot; whoever ends the call gives it back
     */
    record Granted(String lease, SendMoment moment) implements Permit {}

    /** No slot is free. */
    record Full() implements Permit {}

    /** The rate is used up: after this time its next moment comes within the horizon. */
    record Later(Duration after) implements Permit {}

    /** Its number is on the do-not-call list: it is never dialed. */
    record DoNotCall() implements Permit {}

    /**
     * Its number was dialed as often as it may be, over all campaigns.
     *
     * @param after when it may be dialed again
     */
    record DialedEnough(Duration after, String why) implements Permit {}

    /** Another attempt to the same number is under way. */
    record CalleeBusy() implements Permit {}

    /** It is the turn of another priority, whose calls wait in this pod or in another one. */
    record Yield(Priority to) implements Permit {}

    /** All calls of the account, or of the caller number, are stopped until a person lets them go on. */
    record Stopped() implements Permit {}

    /** The caller number is stopped; there may be another one. */
    record NumberStopped() implements Permit {}

    /**
     * The rate of its caller number or of its campaign is used up for this time: others go first.
     *
     * @param whose the number or the campaign
     * @param spacing between two of its dials
     */
    record Aside(String whose, Duration after, Duration spacing) implements Permit {}

    /** Its campaign was cancelled, and all its calls with it. */
    record CampaignCancelled() implements Permit {}

    /** Its campaign has as many calls as it may at once. */
    record CampaignFull() implements Permit {}

    /** No call of its campaign may be dialed until somebody changes that: it is stopped, or paused. */
    record CampaignClosed(String why) implements Permit {}
}
