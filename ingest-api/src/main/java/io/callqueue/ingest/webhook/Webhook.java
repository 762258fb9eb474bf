package io.callqueue.ingest.webhook;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

import io.callqueue.topic.Callback;

/**
 * A POST that claims to be Plivo's.
 *
 * @param signatures every one that its headers carry: Plivo sends one for each auth token that is valid
 */
record Webhook(Callback.Kind kind, FormFields query, FormFields form, String nonce, List<String> signatures) {
    private static final List<String> SIGNATURES = List.of("X-Plivo-Signature-V3", "X-Plivo-Signature-Ma-V3");
    private static final String NONCE = "X-Plivo-Signature-V3-Nonce";

    /** Empty when query or body are no form. */
    static Optional<Webhook> read(Callback.Kind kind, ServerHttpRequest request, byte[] body) {
        String query = Optional.ofNullable(request.getURI().getRawQuery()).orElse("");
        HttpHeaders headers = request.getHeaders();
        String nonce = Optional.ofNullable(headers.getFirst(NONCE)).orElse("");
        return FormFields.parse(query).flatMap(asked -> FormFields.parse(new String(body, StandardCharsets.UTF_8))
                .map(form -> new Webhook(kind, asked, form, nonce, signatures(headers))));
    }

    private static List<String> signatures(HttpHeaders headers) {
        return SIGNATURES.stream().flatMap(name -> headers.getOrEmpty(name).stream())
                .flatMap(line -> Stream.of(line.split(","))).map(String::strip).toList();
    }
}
