package io.callqueue.dispatcher.dial;

import java.time.Instant;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.call.Call;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Verdict;
import io.callqueue.dispatcher.disposition.AttemptEnd;
import io.callqueue.dispatcher.disposition.AttemptSlots;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.plivo.DialResult;
import io.callqueue.dispatcher.reconcile.HangUp;
import io.callqueue.dispatcher.reconcile.ReconcileSettings;
import io.callqueue.dispatcher.voicebot.VoiceBot;
import io.callqueue.request.CallRequest;
import io.callqueue.store.Update;

/** Writes down what came of a request to dial. */
public final class Results {
    private static final Logger LOG = LoggerFactory.getLogger(Results.class);
    private final DialSettings settings;
    private final ReconcileSettings patience;
    private final Calls calls;
    private final AttemptEnd attemptEnd;
    private final VoiceBot bot;
    private final HangUp hangUp;
    private final AttemptSlots slots;

    public Results(DialSettings settings, ReconcileSettings patience, Calls calls, AttemptEnd attemptEnd, VoiceBot bot,
            HangUp hangUp, AttemptSlots slots) {
        this.settings = settings;
        this.patience = patience;
        this.calls = calls;
        this.attemptEnd = attemptEnd;
        this.bot = bot;
        this.hangUp = hangUp;
        this.slots = slots;
    }

    /** @param call as it was claimed, @param at the time of Redis when the result was there */
    Update apply(Call call, CallRequest request, DialResult result, Instant at) {
        return switch (result) {
            case DialResult.Accepted(Optional<String> requestUuid) -> accepted(call, request, requestUuid, at);
            case DialResult.Refused refused -> refused(call, refused, at);
            case DialResult.NotArrived(String error) -> notDialed(call, Ending.of(at, Outcome.NETWORK_ERROR, error));
            case DialResult.Missed(String why) -> notDialed(call, Ending.of(at, Outcome.STOPPED, why));
            case DialResult.InDoubt(String error) -> inDoubt(call, error);
        };
    }

    private Update accepted(Call claimed, CallRequest request, Optional<String> requestUuid, Instant at) {
        Update update = calls.move(claimed, at,
                (call, now) -> Moves.accept(call, claimed.attemptNumber(), now, requestUuid,
                        Optional.empty(), patience.firstWebhook()));
        update.known().ifPresent(call -> {
            if (call.attemptNumber() == claimed.attemptNumber()) {
                slots.keep(call, claimed);
            }
            bot.startCall(call, request);
            hangUp.ifUnwanted(call, requestUuid);
        });
        return update;
    }

    private Update refused(Call call, DialResult.Refused refused, Instant at) {
        LOG.warn("call {} attempt {}: Plivo refused it: {}", call.id(), call.attemptNumber(),
                withoutNumber(call.order().phoneNumber(), refused.error()));
        slots.uncount(call);
        Refusals meaning = Refusals.of(refused);
        return attemptEnd.end(call.id(), call.attemptNumber(), Ending.of(at, meaning.outcome(), refused.error()),
                meaning.fate(),
                Optional.empty());
    }

    private Update notDialed(Call call, Ending how) {
        LOG.warn("call {} attempt {}: not dialed: {}", call.id(), call.attemptNumber(),
                withoutNumber(call.order().phoneNumber(), how.error().orElse("")));
        slots.uncount(call);
        return attemptEnd.end(call.id(), call.attemptNumber(), how, new Verdict.Defer(settings.plivoAway()),
                Optional.empty());
    }

    /** For the log, which nobody looks through when a person is erased: Plivo may have written the number into its answer. */
    static String withoutNumber(String number, String error) {
        return error.replace(number.replaceFirst("^\\+", ""), "…");
    }

    private Update inDoubt(Call claimed, String error) {
        LOG.warn("call {} attempt {}: nobody knows whether it was dialed, Plivo will be asked: {}", claimed.id(),
                claimed.attemptNumber(), withoutNumber(claimed.order().phoneNumber(), error));
        return calls.move(claimed.id(),
                (call, now) -> Moves.doubt(call, claimed.attemptNumber(), now, now.plus(patience.lookUpSpacing())));
    }
}
