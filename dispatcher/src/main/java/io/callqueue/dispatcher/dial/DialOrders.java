package io.callqueue.dispatcher.dial;

import java.util.Optional;

import io.callqueue.call.CallId;
import io.callqueue.dispatcher.plivo.DialOrder;
import io.callqueue.dispatcher.plivo.DialOrder.MachineCheck;
import io.callqueue.dispatcher.voicebot.VoiceBotSettings;
import io.callqueue.request.CallConfig;
import io.callqueue.request.CallRequest;
import io.callqueue.topic.Callback.Kind;
import io.callqueue.webhook.WebhookUrls;

/** Writes down what Plivo is asked for. Pure. */
public final class DialOrders {
    private final WebhookUrls urls;
    private final VoiceBotSettings bot;

    public DialOrders(WebhookUrls urls, VoiceBotSettings bot) {
        this.urls = urls;
        this.bot = bot;
    }

    /**
     * The answer URL is ours, so that we hear of the answer, and sends Plivo on to the voice bot; Plivo falls back to the bot's own URL when
     * ours can not be reached.
     */
    DialOrder order(CallId id, int attempt, CallRequest request, String callerNumber) {
        CallConfig config = request.callConfig();
        String botUrl = config.answerUrl().orElse(bot.answerUrl());
        WebhookUrls.OfAttempt ours = urls.of(id, attempt);
        return new DialOrder(callerNumber, request.phoneNumber(), ours.answerUrl(botUrl), ours.url(Kind.RING),
                ours.url(Kind.HANGUP), botUrl, config.maxDuration(), config.ringTimeout(), machineCheck(ours, config));
    }

    private static Optional<MachineCheck> machineCheck(WebhookUrls.OfAttempt ours, CallConfig config) {
        return switch (config.machineDetection()) {
            case OFF -> Optional.empty();
            case DETECT -> Optional.of(new MachineCheck("true", ours.url(Kind.MACHINE)));
            case HANGUP -> Optional.of(new MachineCheck("hangup", ours.url(Kind.MACHINE)));
        };
    }
}
