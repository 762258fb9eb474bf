package io.callqueue.dispatcher.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.Moves;
import io.callqueue.codec.Json;
import io.callqueue.dispatcher.disposition.AttemptEnd;
import io.callqueue.dispatcher.disposition.AttemptSlots;
import io.callqueue.dispatcher.disposition.HangupCode;
import io.callqueue.dispatcher.disposition.HangupCodes;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.reconcile.HangUp;
import io.callqueue.dispatcher.voicebot.VoiceBot;
import io.callqueue.kafka.BatchConsumer;
import io.callqueue.kafka.CallTopics;
import io.callqueue.log.About;
import io.callqueue.store.Mover;
import io.callqueue.store.Snapshot;
import io.callqueue.store.Update;
import io.callqueue.topic.Callback;
import io.callqueue.topic.Reconcile;
import io.callqueue.topic.Topics;

/** Applies Plivo's webhooks: in any order, doubled, late or for an attempt believed lost, a call only ever moves forward. */
public final class CallbackHandler implements BatchConsumer.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackHandler.class);
    private final Calls calls;
    private final AttemptEnd attemptEnd;
    private final AttemptSlots slots;
    private final VoiceBot bot;
    private final CallTopics topics;
    private final HangupCodes codes;
    private final History history;
    private final Duration margin;

    /** @param margin how long after the ring time-out or the time limit the next webhook is awaited */
    public CallbackHandler(Calls calls, AttemptEnd attemptEnd, AttemptSlots slots, VoiceBot bot,
            CallTopics topics, HangupCodes codes, Duration margin) {
        this.codes = codes;
        this.history = new History(calls);
        this.calls = calls;
        this.attemptEnd = attemptEnd;
        this.slots = slots;
        this.bot = bot;
        this.topics = topics;
        this.margin = margin;
    }

    @Override
    public void handle(ConsumerRecord<byte[], byte[]> found) {
        Callback callback;
        try {
            callback = Json.read(found.value(), Callback.class);
        } catch (JacksonException | IllegalArgumentException e) {
            topics.deadLetter(found, "not a webhook of ours: " + e.getMessage()).join();
            return;
        }
        try (About unused = About.attempt(callback.callId(), callback.attempt())) {
            Update update = apply(callback);
            if (update instanceof Update.Absent) {
                topics.deadLetter(found, "Redis does not know this call").join();
            }
        }
    }

    private Update apply(Callback callback) {
        Update update = move(callback);
        Update told = update instanceof Update.Stayed(Call call) && Moves.isHistory(call, callback.attempt())
                ? history.fillIn(callback)
                : update;
        if (callback.kind() != Callback.Kind.HANGUP) {
            told.known().filter(call -> call.attemptNumber() == callback.attempt())
                    .ifPresent(call -> followUp(call, uuid(callback)));
        }
        return told;
    }

    private Update move(Callback callback) {
        int attempt = callback.attempt();
        Instant at = callback.receivedAt();
        Optional<String> uuid = uuid(callback);
        return switch (callback.kind()) {
            case RING -> advance(callback, (call, now) -> Moves.ring(call, attempt, now, at, uuid, margin));
            case ANSWER -> advance(callback, (call, now) -> Moves.answer(call, attempt, now, at, uuid, margin));
            case MACHINE -> advance(callback,
                    (call, now) -> isPerson(callback)
                            ? Moves.answer(call, attempt, now, at, uuid, margin)
                            : Moves.machine(call, attempt, now, at));
            case HANGUP -> hungUp(callback, uuid);
        };
    }

    /** The machine check found nobody else. */
    static boolean isPerson(Callback callback) {
        return callback.field("Machine").equalsIgnoreCase("false");
    }

    static Optional<String> uuid(Callback callback) {
        return Optional.of(callback.field("CallUUID")).filter(id -> !id.isBlank());
    }

    private Update advance(Callback callback, Mover mover) {
        Snapshot seen = calls.read(callback.callId());
        return seen.call().map(before -> advance(callback, before, seen.now(), mover)).orElseGet(Update.Absent::new);
    }

    /** Its slot is kept also when nothing moved: the first reading of this webhook may have died halfway. */
    private Update advance(Callback callback, Call before, Instant now, Mover mover) {
        Update update = calls.move(before, now, mover);
        if (update instanceof Update.Moved(Call call) && before.attempt().flatMap(Attempt::dialedAt).isEmpty()) {
            LOG.info("call {} attempt {}: heard of it by webhook first", call.id(), callback.attempt());
            calls.request(call.id()).ifPresent(request -> bot.startCall(call, request));
        }
        update.known().filter(call -> call.attemptNumber() == callback.attempt())
                .ifPresent(call -> slots.keep(call, before));
        return update;
    }

    private void followUp(Call call, Optional<String> uuid) {
        if (HangUp.isUnwanted(call)) {
            // Not asked of Plivo here: while it does not answer, no other call's end would be read
            topics.send(Topics.RECONCILE, call.id(), Reconcile.hangUp(call, uuid)).join();
        }
    }

    private Update hungUp(Callback callback, Optional<String> uuid) {
        Hangup hangup = Hangup.of(callback, codes::of);
        HangupCode code = hangup.code();
        return attemptEnd.endTold(callback.callId(), callback.attempt(),
                call -> hangup.ending(call.attempt().filter(Attempt::machine).isPresent()), code.fate(), uuid);
    }
}
