package io.callqueue.simulator.webhook;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.callqueue.simulator.http.Parameters;
import io.callqueue.simulator.http.Parameters.Pair;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Plivo's signature V3 of a request to a caller's URL. The fragment is no part of it; the port is, when the URL names one. */
public final class SignatureV3 {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    public SignatureV3(String authToken) {
        key = new SecretKeySpec(authToken.getBytes(UTF_8), ALGORITHM);
    }

    /** @param form the body's fields; for a GET, what is to be merged into the query */
    public String sign(String method, URI url, Map<String, String> form, String nonce) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] digest = mac.doFinal((message(method, url, form) + "." + nonce).getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException noHmac) {
            throw new IllegalStateException(noHmac);
        }
    }

    private static String message(String method, URI url, Map<String, String> form) {
        String base = url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
        Parameters query = Parameters.parse(url.getRawQuery());
        Stream<Pair> fields = form.entrySet().stream().map(field -> new Pair(field.getKey(), field.getValue()));
        if (method.equals("GET")) {
            String merged = joined(Stream.concat(query.pairs().stream(), fields), "=", "&");
            return merged.isEmpty() ? base : base + "?" + merged;
        }
        if (query.isEmpty() && form.isEmpty()) {
            return base;
        }
        String dot = query.isEmpty() || form.isEmpty() ? "" : ".";
        return base + "?" + joined(query.pairs().stream(), "=", "&") + dot + joined(fields, "", "");
    }

    private static String joined(Stream<Pair> pairs, String equals, String and) {
        return pairs.sorted(Comparator.comparing(Pair::key).thenComparing(Pair::value))
                .map(pair -> pair.key() + equals + pair.value())
                .collect(Collectors.joining(and));
    }
}
