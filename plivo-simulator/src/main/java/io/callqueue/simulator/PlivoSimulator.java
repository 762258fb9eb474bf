package io.callqueue.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Misbehavior;
import io.callqueue.simulator.behavior.Orders;
import io.callqueue.simulator.bot.SampleBot;
import io.callqueue.simulator.call.CallRecord;
import io.callqueue.simulator.call.CallView;
import io.callqueue.simulator.call.Chances;
import io.callqueue.simulator.call.Switchboard;
import io.callqueue.simulator.control.Control;
import io.callqueue.simulator.http.HttpFront;
import io.callqueue.simulator.http.Route;
import io.callqueue.simulator.outcome.NumberPlans;
import io.callqueue.simulator.outcome.Outcome;
import io.callqueue.simulator.rest.PlivoRest;
import io.callqueue.simulator.time.NanoClock;
import io.callqueue.simulator.time.Timers;
import io.callqueue.simulator.webhook.Postman;
import io.callqueue.simulator.webhook.SignatureV3;
import io.callqueue.simulator.witness.Witness;

/**
 * A Plivo, a voice bot and a control API on one port. It calls nothing but loopback addresses.
 * Safe for any thread. Closing it drops the running calls without a word to anybody.
 */
public final class PlivoSimulator implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PlivoSimulator.class);

    private final SimulatorOptions options;
    private final Orders orders;
    private final NumberPlans numbers;
    private final Witness witness;
    private final Timers timers = new Timers();
    private final Postman postman;
    private final Switchboard switchboard;
    private final HttpFront front;

    private PlivoSimulator(SimulatorOptions options, NanoClock clock) throws IOException {
        this.options = options;
        orders = new Orders(options.behavior());
        numbers = new NumberPlans(options.numbers());
        witness = new Witness(options.seed(), clock::nanos);
        postman = new Postman(new SignatureV3(options.account().authToken()), witness);
        Chances chances = new Chances(options.seed());
        Switchboard.Told told = new Switchboard.Told(orders, numbers, chances);
        switchboard = new Switchboard(options.account(), told, witness, postman, timers, clock);
        PlivoRest rest = new PlivoRest(options.account(), orders, chances, switchboard, witness);
        Control control = new Control(told, switchboard, witness);
        front = new HttpFront(new InetSocketAddress(options.host(), options.port()), clock,
                routes(rest, control, new SampleBot(witness)));
    }

    /** @throws UncheckedIOException when the port is taken */
    public static PlivoSimulator start(SimulatorOptions options) {
        return start(options, NanoClock.system());
    }

    /** @param clock that moments are read from; what takes time goes by the machine's own */
    static PlivoSimulator start(SimulatorOptions options, NanoClock clock) {
        try {
            PlivoSimulator simulator = new PlivoSimulator(options, clock);
            log.info("Plivo simulator on {}, auth id {}, seed {}", simulator.uri(), options.account().authId(),
                    options.seed());
            return simulator;
        } catch (IOException taken) {
            throw new UncheckedIOException("Cannot listen on " + options.host() + ":" + options.port(), taken);
        }
    }

    private static Route routes(Route rest, Route control, Route bot) {
        return request -> {
            if (request.path().startsWith(PlivoRest.PREFIX)) {
                return rest.handle(request);
            }
            return request.path().startsWith(Control.PREFIX) ? control.handle(request) : bot.handle(request);
        };
    }

    /** What PLIVO_API_URL and AGENT_SERVER_URL are to be; no slash at the end. */
    public URI uri() {
        InetAddress bound = front.address().getAddress();
        return URI.create("http://" + (bound.isAnyLocalAddress() ? "127.0.0.1" : options.host()) + ":" + port());
    }

    public int port() {
        return front.address().getPort();
    }

    public String authId() {
        return options.account().authId();
    }

    public String authToken() {
        return options.account().authToken();
    }

    public long seed() {
        return options.seed();
    }

    public Witness witness() {
        return witness;
    }

    /** The behavior in force; each misbehavior's {@code next} is what is left of it. */
    public Behavior behavior() {
        return orders.current();
    }

    public void behavior(Behavior behavior) {
        orders.change(_ -> behavior);
    }

    /** As {@code behavior(now -> now.withLags(...))}, in one step. */
    public void behavior(UnaryOperator<Behavior> change) {
        orders.change(change);
    }

    /** In addition to the misbehavior in force. */
    public void misbehave(Misbehavior more) {
        orders.add(more);
    }

    /** What successive dials of the number meet; no outcome at all forgets the number. */
    public void number(String number, Outcome... outcomes) {
        numbers.put(number, List.of(outcomes));
    }

    /** The calls that have not ended, queued ones included; all of them at one moment. */
    public List<CallView> calls() {
        return switchboard.open();
    }

    /** What stays of every call that ended, newest first. */
    public List<CallRecord> records() {
        return switchboard.records();
    }

    /** The callee hangs up, or declines while it rings; false when no such call is open. */
    public boolean calleeHangsUp(String callUuid) {
        return switchboard.calleeHangsUp(callUuid);
    }

    @Override
    public void close() {
        front.close();
        timers.close();
        postman.close();
    }
}
