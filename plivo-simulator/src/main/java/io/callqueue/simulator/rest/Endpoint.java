package io.callqueue.simulator.rest;

import java.util.List;

import io.callqueue.simulator.http.Request;

/** The names under which the witness counts API requests, such as {@code GET Call/{uuid}/?status=live}. */
final class Endpoint {
    private Endpoint() {}

    static String name(Request request, List<String> path) {
        if (path.size() > 3) {
            return request.method() + " other";
        }
        String resource = path.size() < 2 ? "" : path.get(1) + "/";
        String uuid = path.size() < 3 ? "" : "{uuid}/";
        String status = request.query().first("status").map(word -> "?status=" + word).orElse("");
        return switch (resource) {
            case "", "Call/", "Request/" -> request.method() + " " + resource + uuid + status;
            default -> request.method() + " other";
        };
    }
}
