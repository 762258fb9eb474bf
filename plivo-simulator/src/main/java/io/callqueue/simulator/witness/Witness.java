package io.callqueue.simulator.witness;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.callqueue.simulator.outcome.NumberPattern;

/**
 * Counts what the simulator was asked to do and what it did. Safe for any thread.
 * Answers about dials walk the whole log (a few ms for a hundred thousand), so poll them with measure.
 */
public final class Witness {
    private final long seed;
    private final DialLog dials = new DialLog();
    private final LiveCalls live;
    private final Tally requests = new Tally();
    private final Tally webhooks = new Tally();
    private final Tally webhookTries = new Tally();
    private final StartCalls startCalls = new StartCalls();

    /** @param nanos a clock that never goes back */
    public Witness(long seed, LongSupplier nanos) {
        this.seed = seed;
        this.live = new LiveCalls(nanos);
    }

    public void dialed(Dial dial) {
        dials.append(dial);
    }

    public void accepted() {
        live.accepted();
    }

    public void ended() {
        live.ended();
    }

    public void requested(String endpoint) {
        requests.add(endpoint);
    }

    public void webhookTried(String event) {
        webhookTries.add(event);
    }

    public void webhook(String event, Fate fate) {
        webhooks.add(event + "." + fate.word());
    }

    public void startCall(String callId, String body) {
        startCalls.add(callId, body);
    }

    /** Every dial, refused ones included, by arrival. */
    public List<Dial> dials() {
        return dials.inOrder();
    }

    /** Calls placed for one attempt of one call: more than 1 means that a phone rang twice. */
    public int placed(String callId, int attempt) {
        return count(dial -> dial.placed() && dial.attempt() == attempt && dial.callId().equals(callId));
    }

    /** Calls placed for each attempt of one call. */
    public Map<Integer, Integer> placedByAttempt(String callId) {
        return dials.unordered().stream()
                .filter(dial -> dial.placed() && dial.callId().equals(callId))
                .collect(Collectors.toMap(Dial::attempt, _ -> 1, Integer::sum, TreeMap::new));
    }

    /** Calls placed to a number, with or without its +. */
    public int placedTo(String number) {
        String digits = NumberPattern.digits(number);
        return count(dial -> dial.placed() && NumberPattern.digits(dial.to()).equals(digits));
    }

    /** Calls placed. */
    public int placed() {
        return count(Dial::placed);
    }

    /** {@code call_id/attempt} of every attempt for which more than one call was placed. */
    public List<String> attemptsPlacedTwice() {
        return dials.unordered().stream()
                .filter(dial -> dial.placed() && !dial.callId().isEmpty())
                .collect(Collectors.groupingBy(Witness::key, Collectors.counting()))
                .entrySet().stream()
                .filter(each -> each.getValue() > 1)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static String key(Dial dial) {
        return dial.callId() + "/" + dial.attempt();
    }

    private int count(Predicate<Dial> which) {
        return Math.toIntExact(dials.unordered().stream().filter(which).count());
    }

    /** The most dials whose requests arrived within one second, refused ones included; exact. */
    public int mostDialsInAnySecond() {
        return dials.mostInAnySecond();
    }

    public int liveCalls() {
        return live.live();
    }

    /** The most calls that were live at one moment: accepted (queued by Plivo's rate too) and not yet hung up. */
    public int mostLiveCalls() {
        return live.most();
    }

    /** For how many seconds calls were live, all of them together: 2 for one call of 2 s, and for two of 1 s each. */
    public double liveCallSeconds() {
        return live.seconds();
    }

    /** Requests of an endpoint, such as {@code POST Call/}; names are the keys of {@link WitnessReport#requests}. */
    public long requests(String endpoint) {
        return requests.of(endpoint);
    }

    /** @param event the webhook's word: ring, answer, machine or hangup */
    public long webhooks(String event, Fate fate) {
        return webhooks.of(event + "." + fate.word());
    }

    /** Posts of /start-call that carried this call_id. */
    public long startCalls(String callId) {
        return startCalls.of(callId);
    }

    /** Their bodies as they came, as far as they are among the latest ten thousand of all calls. */
    public List<String> startCallBodies(String callId) {
        return startCalls.bodies(callId);
    }

    public WitnessReport report() {
        return new WitnessReport(seed, dials.unordered().size(), placed(), liveCalls(), mostLiveCalls(),
                liveCallSeconds(),
                mostDialsInAnySecond(),
                attemptsPlacedTwice(), requests.all(), webhooks.all(), webhookTries.all(),
                startCalls.total());
    }

    /** Forgets all but the calls that are live now. */
    public void reset() {
        dials.clear();
        live.reset();
        requests.clear();
        webhooks.clear();
        webhookTries.clear();
        startCalls.clear();
    }
}
