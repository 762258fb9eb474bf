package io.callqueue.dispatcher.reconcile;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.Decision;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Verdict;
import io.callqueue.codec.Json;
import io.callqueue.dispatcher.disposition.AttemptEnd;
import io.callqueue.dispatcher.disposition.AttemptSlots;
import io.callqueue.dispatcher.disposition.Fate;
import io.callqueue.dispatcher.disposition.HangupCode;
import io.callqueue.dispatcher.disposition.HangupCodes;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.kafka.BatchConsumer;
import io.callqueue.kafka.CallTopics;
import io.callqueue.log.About;
import io.callqueue.store.Snapshot;
import io.callqueue.store.Update;
import io.callqueue.topic.Reconcile;

/**
 * Asks Plivo about an attempt and moves its call by the answer. What can not be asked now is asked at the call's next look-up: its timer
 * stands already.
 */
public final class Reconciler implements BatchConsumer.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    /** How long after the longest possible call Plivo may take to write its record. */
    private static final Duration RECORD_WRITTEN = Duration.ofHours(1);
    private final Calls calls;
    private final LookUp lookUp;
    private final AttemptEnd attemptEnd;
    private final AttemptSlots slots;
    private final HangUp hangUp;
    private final CallTopics topics;
    private final ReconcileSettings settings;
    private final HangupCodes codes;

    public Reconciler(Calls calls, LookUp lookUp, AttemptEnd attemptEnd, AttemptSlots slots, HangUp hangUp,
            CallTopics topics, ReconcileSettings settings, HangupCodes codes) {
        this.codes = codes;
        this.calls = calls;
        this.lookUp = lookUp;
        this.attemptEnd = attemptEnd;
        this.slots = slots;
        this.hangUp = hangUp;
        this.topics = topics;
        this.settings = settings;
    }

    @Override
    public void handle(ConsumerRecord<byte[], byte[]> found) {
        Reconcile asked;
        try {
            asked = Json.read(found.value(), Reconcile.class);
        } catch (JacksonException | IllegalArgumentException e) {
            topics.deadLetter(found, "not a reconcile record: " + e.getMessage()).join();
            return;
        }
        try (About unused = About.attempt(asked.callId(), asked.attempt())) {
            Snapshot snapshot = calls.read(asked.callId());
            snapshot.call().ifPresent(call -> {
                if (isCurrent(call, asked)) {
                    reconcile(call, snapshot.now(), asked);
                } else {
                    calls.record(call); // moved by this very record, perhaps, by a pod that died before it wrote that down
                }
            });
        }
    }

    /** Of a call that moved since this was asked nothing is known to be amiss. */
    private static boolean isCurrent(Call call, Reconcile asked) {
        return call.version() == asked.version() && call.attemptNumber() == asked.attempt();
    }

    /** A call that was cancelled when its attempt was believed lost is hung up too; there is nothing more to find out about it. */
    private void reconcile(Call call, Instant now, Reconcile asked) {
        if (asked.action() == Reconcile.Action.HANG_UP) {
            hangUp.ifUnwanted(call, asked.callUuid());
        }
        if (call.isOpenAttempt(asked.attempt()) && call.status().isOpenAttempt()) {
            lookUp(call, now);
        }
    }

    /** Asks Plivo about the call's open attempt and moves it by the answer, if there is one. */
    void lookUp(Call call, Instant now) {
        try {
            apply(call, now, lookUp.find(call, calls.endedAttempts(call.id()), now));
        } catch (IOException e) {
            LOG.warn("call {}: Plivo can not be asked about it now, it is asked again later: {}", call.id(),
                    String.valueOf(e));
        }
    }

    private void apply(Call call, Instant now, Finding finding) {
        int attempt = call.attemptNumber();
        LOG.info("call {} attempt {}, {}: Plivo says {}", call.id(), attempt, call.status().word(), finding);
        switch (finding) {
            case Finding.Queued(String uuid) -> adopt(calls.move(call.id(),
                    (c, t) -> Moves.accept(c, attempt, t, Optional.of(uuid), Optional.empty(),
                            settings.firstWebhook())),
                    uuid);
            case Finding.Live(String uuid, boolean answered) -> adopt(calls.move(call.id(),
                    (c, t) -> answered
                            ? Moves.answer(c, attempt, t, t, Optional.of(uuid), settings.webhookMargin())
                            : Moves.ring(c, attempt, t, t, Optional.of(uuid), settings.webhookMargin())),
                    uuid);
            case Finding.Over over -> over(call, now, over);
            case Finding.NotFound() -> notFound(call, now);
        }
    }

    private void adopt(Update update, String uuid) {
        update.known().filter(call -> call.status().isActive()).ifPresent(call -> {
            slots.keep(call);
            hangUp.ifUnwanted(call, Optional.of(uuid));
        });
    }

    private void over(Call call, Instant now, Finding.Over over) {
        HangupCode code = codes.of(over.hangupCode());
        boolean machine = call.attempt().filter(Attempt::machine).isPresent();
        Ending ending = code.ending(over.at().orElse(now), machine, over.cause(), over.cause(), over.durationSeconds())
                .costing(over.cost());
        attemptEnd.end(call.id(), call.attemptNumber(), ending, code.fate(), Optional.of(over.uuid()));
    }

    /** An attempt that Plivo never accepted is dialed again; one that it accepted rang perhaps, and its record is awaited. */
    private void notFound(Call call, Instant now) {
        Optional<Instant> dialedAt = call.attempt().flatMap(Attempt::dialedAt);
        if (dialedAt.isEmpty()) {
            missing(call);
        } else if (isGoneFromQueue(call, dialedAt.get(), now)) {
            LOG.info("call {}: hung up while Plivo had it in its queue", call.id());
            attemptEnd.end(call.id(), call.attemptNumber(), Ending.of(now, Outcome.STOPPED, "hung up before it rang"),
                    Fate.HUNG_UP, Optional.empty());
        } else if (dialedAt.get().plus(call.order().ringTimeout()).plus(call.order().maxDuration()).plus(RECORD_WRITTEN)
                .isBefore(now)) {
            LOG.warn("call {}: Plivo accepted it but has no record of its end", call.id());
            attemptEnd.end(call.id(), call.attemptNumber(),
                    Ending.of(now, Outcome.UNKNOWN, "Plivo has no record of how this call ended"),
                    new Verdict.Fail(), Optional.empty());
        }
    }

    /** Of a request that was taken out of its queue Plivo need not tell anything. */
    private boolean isGoneFromQueue(Call call, Instant dialedAt, Instant now) {
        boolean rang = call.attempt().filter(a -> a.ringingAt().isPresent() || a.callUuid().isPresent()).isPresent();
        return call.isToBeHungUp() && !rang
                && dialedAt.plus(call.order().ringTimeout()).plus(settings.recordLag()).isBefore(now);
    }

    private void missing(Call call) {
        // Two look-ups that are not that far apart count as one: in a Redis that was made anew they may be asked for sooner
        Update update = calls.move(call.id(), (c, now) -> c.version() == call.version() && isNext(c, now)
                ? Moves.missing(c, call.attemptNumber(), now, settings.recordLag())
                : new Decision.Stay());
        if (update.known().filter(c -> !c.status().isOpenAttempt()).isPresent()) {
            LOG.warn("call {} attempt {}: Plivo never got it", call.id(), call.attemptNumber());
            slots.giveBack(call, call.attemptNumber());
            call.attempt().ifPresent(lost -> slots.takeBack(call.id(), lost.number(), lost.lease()));
        }
    }

    private boolean isNext(Call call, Instant now) {
        return call.lookUps() == 0 || !now.isBefore(call.updatedAt().plus(settings.recordLag()));
    }
}
