package io.callqueue.ingest.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Plivo's signature of a POST, version 3: {@code base64(HMAC-SHA256(auth token, URL?query.body + "." + nonce))}, query and body sorted.
 *
 * @see <a href="https://www.plivo.com/docs/voice/concepts/signature-validation">Plivo: signature validation</a>
 */
final class SignatureV3 {
    private static final String ALGORITHM = "HmacSHA256";
    private final SecretKeySpec key;

    SignatureV3(String authToken) {
        this.key = new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** The signature of a POST to this URL without its query. */
    String sign(String url, FormFields query, FormFields body, String nonce) {
        return hmac(message(url, query, body) + "." + nonce);
    }

    /** Whether this signature is among the given ones; takes the same time wherever they differ. */
    static Optional<String> found(String expected, Collection<String> given) {
        byte[] bytes = expected.getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (String one : given) {
            found |= MessageDigest.isEqual(bytes, one.getBytes(StandardCharsets.UTF_8));
        }
        return found ? Optional.of(expected) : Optional.empty();
    }

    private static String message(String url, FormFields query, FormFields body) {
        String queried = query.isEmpty() && body.isEmpty()
                ? url
                : url + "?" + query.sorted("&", field -> field.name() + "=" + field.value());
        String separator = query.isEmpty() || body.isEmpty() ? "" : ".";
        return queried + separator + body.sorted("", field -> field.name() + field.value());
    }

    private String hmac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
