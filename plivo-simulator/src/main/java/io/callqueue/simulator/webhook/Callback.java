package io.callqueue.simulator.webhook;

import java.net.URI;
import java.util.Optional;

import io.callqueue.simulator.http.Parameters;

/** A URL that the caller gave, and its method. An empty URL is none. */
public record Callback(String url, String method) {
    public static final Callback NONE = new Callback("", "POST");

    public boolean isGiven() {
        return !url.isEmpty();
    }

    /** Empty when nobody could make a request of it. */
    Optional<URI> uri() {
        try {
            URI uri = URI.create(url);
            boolean usable = uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
            return usable ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** A query parameter of the URL. */
    public Optional<String> parameter(String name) {
        return uri().flatMap(uri -> Parameters.parse(uri.getRawQuery()).first(name));
    }
}
