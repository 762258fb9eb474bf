package io.callqueue.dispatcher.control;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.Ending;
import io.callqueue.control.ControlStore;
import io.callqueue.control.Stop;
import io.callqueue.control.Stop.Scope;
import io.callqueue.dispatcher.plivo.CallerNumbers;
import io.callqueue.kafka.RecordSender;
import io.callqueue.topic.Topics;

/** Stops what would only fail, until a person lets it go on. */
public final class Stops {
    private static final Logger LOG = LoggerFactory.getLogger(Stops.class);
    private final ControlStore store;
    private final RecordSender sender;
    private final CallerNumbers numbers;

    public Stops(ControlStore store, RecordSender sender, CallerNumbers numbers) {
        this.store = store;
        this.sender = sender;
        this.numbers = numbers;
    }

    /** An attempt of this call ended so that all others of this scope would end like it. Returns when the stop is in Kafka. */
    public void begin(Scope scope, Call call, Ending ending) {
        String id = switch (scope) {
            case ACCOUNT -> Stop.ACCOUNT;
            case CALLER_NUMBER -> numbers.dialedFrom(call.attempt().map(Attempt::lease).orElse(""));
            case CAMPAIGN -> call.order().campaignId();
        };
        begin(Stop.of(scope, id, reason(ending), ending.at()));
    }

    private static String reason(Ending ending) {
        String said = ending.error().or(ending::hangupCause).orElse("no reason was given");
        return "Plivo: " + said + ending.hangupCauseCode().map(code -> " (hangup code " + code + ")").orElse("");
    }

    /** Every pod hears of it from Kafka. One that holds already keeps its reason and its time. */
    private void begin(Stop stop) {
        if (store.stops().join().stream().map(Stop::name).anyMatch(stop.name()::equals)) {
            return;
        }
        sender.send(Topics.CONTROL, stop.key(), stop).join();
        LOG.error("stopped: {} {}: {}. Nothing of it is dialed until POST /api/stops/{}/{}/resume",
                stop.scope().word(),
                stop.id(), stop.reason(), stop.scope().word(), stop.id());
    }
}
