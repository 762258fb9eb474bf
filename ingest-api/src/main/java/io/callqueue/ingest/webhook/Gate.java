package io.callqueue.ingest.webhook;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.callqueue.call.CallId;
import io.callqueue.webhook.WebhookUrls;

/** Lets in what Plivo signed and what names an attempt by a URL of ours. */
final class Gate {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern PORT = Pattern.compile("^(https?://[^/]+):[0-9]+(?=/|$)");
    private final WebhookUrls urls;
    private final SignatureV3 signature;

    Gate(WebhookUrls urls) {
        this.urls = urls;
        this.signature = new SignatureV3(urls.authToken());
    }

    /** Whether a webhook may pass. */
    sealed interface Judgement {}

    /** @param signature the one that proves it: the same only for the same content and nonce */
    record Genuine(CallId id, int attempt, String signature) implements Judgement {}

    record Forged(Forgery forgery) implements Judgement {}

    Judgement judge(Webhook webhook) {
        if (webhook.nonce().isEmpty() || webhook.signatures().isEmpty()) {
            return new Forged(Forgery.UNSIGNED);
        }
        return bases().map(base -> proof(base, webhook)).flatMap(Optional::stream).findFirst()
                .map(proof -> judgeIds(webhook, proof)).orElseGet(() -> new Forged(Forgery.WRONG_SIGNATURE));
    }

    private Optional<String> proof(String base, Webhook webhook) {
        String expected = signature.sign(base + WebhookUrls.path(webhook.kind()), webhook.query(), webhook.form(),
                webhook.nonce());
        return SignatureV3.found(expected, webhook.signatures());
    }

    /** Plivo's own libraries leave a port out of what they sign; it is not known whether Plivo does. */
    private Stream<String> bases() {
        String base = urls.base();
        return List.of(base, PORT.matcher(base).replaceFirst("$1")).stream().distinct();
    }

    private Judgement judgeIds(Webhook webhook, String proof) {
        String id = webhook.query().first("call_id");
        String attempt = webhook.query().first("attempt");
        if (!CallId.isValid(id) || !NUMBER.matcher(attempt).matches()) {
            return new Forged(Forgery.NO_ATTEMPT);
        }
        CallId callId = new CallId(id);
        int number = Integer.parseInt(attempt);
        return urls.isGenuine(callId, number, webhook.query().first("token"))
                ? new Genuine(callId, number, proof)
                : new Forged(Forgery.WRONG_TOKEN);
    }
}
