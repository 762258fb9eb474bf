package io.callqueue.webhook;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.callqueue.call.CallId;
import io.callqueue.topic.Callback;

/**
 * Our URLs for Plivo. Each names the call and the attempt, and carries a token that only we can make, so that a webhook finds its attempt
 * whatever ids Plivo gave it.
 *
 * @param publicUrl where Plivo reaches the ingest, such as {@code https://calls.example.com}; a path is kept before ours
 * @param authToken Plivo's auth token: the key of the tokens
 */
public record WebhookUrls(URI publicUrl, String authToken) {
    /** Plivo retries for as long as this says, on 4xx and 5xx too (time-outs in ms); without it once, on a time-out only. */
    private static final String RETRIES = "#ct=2000&rt=10000&rc=5&rp=all";
    /** The query parameter of the answer URL that names the voice bot's. */
    public static final String NEXT = "next";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int TOKEN_LENGTH = 32;

    public WebhookUrls {
        if (authToken.isEmpty()) {
            throw new IllegalArgumentException(
                    "PLIVO_AUTH_TOKEN is empty: without it nobody can tell Plivo's webhooks from forged ones; set it");
        }
        if (publicUrl.getHost() == null || publicUrl.getRawQuery() != null || publicUrl.getRawFragment() != null) {
            throw new IllegalArgumentException("PUBLIC_URL is '" + publicUrl
                    + "': it must be http(s)://host[:port][/path], such as https://calls.example.com");
        }
    }

    /** The URLs that Plivo is given for this attempt. */
    public OfAttempt of(CallId id, int attempt) {
        return new OfAttempt(base(), "?call_id=" + id + "&attempt=" + attempt + "&token=" + token(id, attempt));
    }

    /** The URLs of one attempt. */
    public record OfAttempt(String base, String query) {
        /** The URL that takes this kind of news. */
        public String url(Callback.Kind kind) {
            return base + path(kind) + query + RETRIES;
        }

        /**
         * The URL that Plivo asks what to say: we hear that somebody answered, and send Plivo on to the voice bot.
         *
         * @param botUrl where the voice bot says it; Plivo's signature covers it, so nobody else can put another
         */
        public String answerUrl(String botUrl) {
            return base + path(Callback.Kind.ANSWER) + query + "&" + NEXT + "="
                    + URLEncoder.encode(botUrl, StandardCharsets.UTF_8) + RETRIES;
        }
    }

    /** The path of ours that takes this kind of news. */
    public static String path(Callback.Kind kind) {
        return "/plivo/" + kind.name().toLowerCase(Locale.ROOT);
    }

    /** The public URL without a slash at its end. */
    public String base() {
        return withoutSlash(publicUrl);
    }

    /** The URL without slashes at its end. */
    public static String withoutSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? text.replaceFirst("/+$", "") : text;
    }

    /** Whether we made this token for this attempt; takes the same time for every wrong token. */
    public boolean isGenuine(CallId id, int attempt, String token) {
        byte[] expected = token(id, attempt).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, token.getBytes(StandardCharsets.UTF_8));
    }

    private String token(CallId id, int attempt) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            byte[] hmac = mac.doFinal((id + "|" + attempt).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hmac).substring(0, TOKEN_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** Without the auth token, which is a secret. */
    @Override
    public String toString() {
        return "WebhookUrls[" + publicUrl + "]";
    }
}
