package io.callqueue.simulator.call;

import java.util.Map;
import java.util.function.BiConsumer;

import io.callqueue.simulator.behavior.WebhookEvent;
import io.callqueue.simulator.outcome.HangupCause;
import io.callqueue.simulator.webhook.Callback;
import io.callqueue.simulator.webhook.Delivery;
import io.callqueue.simulator.webhook.Webhook;

/** Asks the answer URL what to do, then where it redirects to; the fallback URL where one of them fails. */
final class AnswerFetch {
    private static final int MOST_REDIRECTS = 5;
    private final BiConsumer<Call, Ending> hangUp;

    /** @param hangUp ends the call where there is nothing to do, or nobody says what */
    AnswerFetch(BiConsumer<Call, Ending> hangUp) {
        this.hangUp = hangUp;
    }

    void ask(Call call, Map<String, String> form) {
        ask(call, form, call.request().hooks().answer(), call.request().hooks().fallback(), MOST_REDIRECTS);
    }

    private void ask(Call call, Map<String, String> form, Callback url, Callback fallback, int redirects) {
        var _ = call.hooks().post(new Webhook(WebhookEvent.ANSWER, url, form))
                .thenAccept(delivery -> answered(call, form, delivery, fallback, redirects));
    }

    private void answered(Call call, Map<String, String> form, Delivery delivery, Callback fallback, int redirects) {
        switch (delivery) {
            case Delivery.Delivered answer -> obey(call, form, AnswerXml.judge(answer.body()), fallback, redirects);
            // An address that the simulator does not call is taken for one that answers well
            case Delivery.NotSent _ -> {
            }
            case Delivery.Failed _ when fallback.isGiven() -> ask(call, form, fallback, Callback.NONE, redirects);
            case Delivery.Failed _ -> hangUp.accept(call, Ending.of(HangupCause.ANSWER_URL_UNREACHABLE));
        }
    }

    private void obey(Call call, Map<String, String> form, AnswerXml xml, Callback fallback, int redirects) {
        switch (xml) {
            case AnswerXml.Instructions() -> {
            }
            case AnswerXml.Nothing() -> hangUp.accept(call, Ending.of(HangupCause.END_OF_XML));
            case AnswerXml.Redirect(Callback to) when redirects > 0 -> ask(call, form, to, fallback, redirects - 1);
            case AnswerXml.Redirect _ -> hangUp.accept(call, Ending.of(HangupCause.INVALID_ANSWER_XML));
            case AnswerXml.Invalid() -> hangUp.accept(call, Ending.of(HangupCause.INVALID_ANSWER_XML));
        }
    }
}
