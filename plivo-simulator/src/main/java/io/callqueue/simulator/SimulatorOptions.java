package io.callqueue.simulator;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.call.Account;
import io.callqueue.simulator.outcome.NumberPattern;
import io.callqueue.simulator.outcome.Outcome;

/**
 * How a simulator starts.
 *
 * @param host to bind; anything but a loopback address lets the network in
 * @param port 0 takes any free one
 * @param seed of every random choice; the same seed gives each number the same fates
 * @param numbers a number, or {@code *} and its last digits, to the outcomes of its successive dials; the last one stays
 */
public record SimulatorOptions(String host, int port, Account account, long seed, Behavior behavior,
        Map<String, List<Outcome>> numbers) {
    public static final String AUTH_ID = "MASIMULATOR000000000";
    public static final String AUTH_TOKEN = "simulator-auth-token";
    private static final int AUTH_ID_LENGTH = 20;

    public SimulatorOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("The port must be 0 to 65535, not " + port);
        }
        // The Plivo SDK refuses any other before it sends a request
        if (account.authId().length() != AUTH_ID_LENGTH || !account.authId().matches("(MA|SA).*")) {
            throw new IllegalArgumentException(
                    "An auth id has 20 characters and starts with MA or SA; not so " + account.authId());
        }
        numbers.keySet().forEach(NumberPattern::new);
        numbers = Map.copyOf(numbers);
    }

    /** On 127.0.0.1 and any free port, with the credentials above and a seed of its own. */
    public static SimulatorOptions defaults() {
        return new SimulatorOptions("127.0.0.1", 0, new Account(AUTH_ID, AUTH_TOKEN, ZoneOffset.UTC), System.nanoTime(),
                Behavior.DEFAULT, Map.of());
    }

    public SimulatorOptions withHost(String newHost) {
        return new SimulatorOptions(newHost, port, account, seed, behavior, numbers);
    }

    public SimulatorOptions withPort(int newPort) {
        return new SimulatorOptions(host, newPort, account, seed, behavior, numbers);
    }

    public SimulatorOptions withCredentials(String authId, String authToken) {
        return new SimulatorOptions(host, port, new Account(authId, authToken, account.zone()), seed, behavior,
                numbers);
    }

    /** The zone of StartTime, AnswerTime and EndTime in webhooks, which carry no offset. */
    public SimulatorOptions withZone(ZoneId zone) {
        Account moved = new Account(account.authId(), account.authToken(), zone);
        return new SimulatorOptions(host, port, moved, seed, behavior, numbers);
    }

    public SimulatorOptions withSeed(long newSeed) {
        return new SimulatorOptions(host, port, account, newSeed, behavior, numbers);
    }

    public SimulatorOptions withBehavior(Behavior newBehavior) {
        return new SimulatorOptions(host, port, account, seed, newBehavior, numbers);
    }

    public SimulatorOptions withNumber(String number, Outcome... outcomes) {
        Map<String, List<Outcome>> more = new LinkedHashMap<>(numbers);
        more.put(number, List.of(outcomes));
        return new SimulatorOptions(host, port, account, seed, behavior, more);
    }
}
