package io.callqueue.simulator.rest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.callqueue.simulator.behavior.Fault;
import io.callqueue.simulator.behavior.Misbehavior;
import io.callqueue.simulator.behavior.Orders;
import io.callqueue.simulator.behavior.WebhookEvent;
import io.callqueue.simulator.call.Chances;
import io.callqueue.simulator.call.DialRequest;
import io.callqueue.simulator.call.Placed;
import io.callqueue.simulator.call.Switchboard;
import io.callqueue.simulator.http.Json;
import io.callqueue.simulator.http.Reply;
import io.callqueue.simulator.http.Request;
import io.callqueue.simulator.witness.Dial;
import io.callqueue.simulator.witness.Witness;

/** {@code POST Call/}: places what is asked, unless told to refuse, and answers, unless told to answer otherwise. */
final class CreateCall {
    private static final Duration LONGEST_WAIT_FOR_WEBHOOK = Duration.ofSeconds(60);

    private final Switchboard switchboard;
    private final Orders orders;
    private final Chances chances;
    private final Witness witness;

    CreateCall(Switchboard switchboard, Orders orders, Chances chances, Witness witness) {
        this.switchboard = switchboard;
        this.orders = orders;
        this.chances = chances;
        this.witness = witness;
    }

    Reply handle(Request request) {
        List<DialRequest> dials;
        try {
            dials = CreateForm.read(request.body());
        } catch (IllegalArgumentException badField) {
            return PlivoReply.error(400, Objects.requireNonNullElse(badField.getMessage(), "invalid request"));
        }
        String number = dials.getFirst().to();
        SplittableRandom random = chances.nextDial(number);
        Optional<Misbehavior> fault = orders.drawForCreate(number, random);
        if (fault.isPresent() && fault.get().kind().refuses()) {
            return refuse(request, dials, fault.get());
        }
        Optional<Misbehavior> webhookFirst = orders.draw(Fault.WEBHOOK_BEFORE_RESPONSE, number, random);
        List<Placed> placed = dials.stream().map(dial -> place(request, dial, random.split())).toList();
        webhookFirst.ifPresent(told -> await(placed.getFirst(), told));
        Reply accepted = accepted(placed, orders.current().ids().requestUuidArray());
        return fault.map(told -> insteadOf(accepted, told, placed)).orElse(accepted);
    }

    private Placed place(Request request, DialRequest dial, SplittableRandom random) {
        Placed placed = switchboard.place(dial, random);
        witness.dialed(
                new Dial(request.arrivedAt(), dial.hooks().callId(), dial.hooks().attempt(), dial.from(), dial.to(),
                        placed.ids().requestUuid(), placed.outcome(), true));
        return placed;
    }

    private Reply refuse(Request request, List<DialRequest> dials, Misbehavior told) {
        boolean reset = told.kind() == Fault.REFUSE_BY_RESET;
        String outcome = "refused_" + (reset ? "reset" : told.status());
        dials.forEach(dial -> witness
                .dialed(new Dial(request.arrivedAt(), dial.hooks().callId(), dial.hooks().attempt(), dial.from(),
                        dial.to(),
                        "", outcome, false)));
        return reset ? new Reply.Dropped() : PlivoReply.told(told);
    }

    private static Reply insteadOf(Reply accepted, Misbehavior told, List<Placed> placed) {
        return switch (told.kind()) {
            case ACCEPT_THEN_ERROR -> PlivoReply.told(told);
            case ACCEPT_THEN_RESET -> new Reply.Dropped();
            case UNREADABLE_ACCEPT -> Reply.text(201, "application/json", "{\"message\":\"call fired\",\"request_uu");
            case ARRAY_UUID -> accepted(placed, true);
            case SLOW_ACCEPT -> {
                var _ = new CompletableFuture<Reply>()
                        .completeOnTimeout(accepted, told.delayMs(), TimeUnit.MILLISECONDS).join();
                yield accepted;
            }
            case REFUSE, REFUSE_BY_RESET, WEBHOOK_LOST, WEBHOOK_LATE, WEBHOOK_DOUBLED, WEBHOOKS_REVERSED,
                    WEBHOOK_BEFORE_RESPONSE ->
                accepted;
        };
    }

    private static void await(Placed placed, Misbehavior told) {
        WebhookEvent event = Objects.requireNonNullElse(told.event(), WebhookEvent.RING);
        var _ = placed.hooks().tried(event).copy()
                .completeOnTimeout(null, LONGEST_WAIT_FOR_WEBHOOK.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static Reply accepted(List<Placed> placed, boolean asArray) {
        Map<String, Object> body = PlivoReply.body();
        List<String> uuids = placed.stream().map(each -> each.ids().requestUuid()).toList();
        String verb = placed.getFirst().queued() ? "queued" : "fired";
        body.put("message", (uuids.size() > 1 ? "calls " : "call ") + verb);
        body.put("request_uuid", asArray || uuids.size() > 1 ? uuids : uuids.getFirst());
        return Json.reply(201, body);
    }
}
