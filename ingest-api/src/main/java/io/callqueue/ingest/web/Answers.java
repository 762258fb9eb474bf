package io.callqueue.ingest.web;

import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import io.callqueue.codec.Json;

/** Answers as they go over the wire. */
public final class Answers {
    private Answers() {}

    public static ResponseEntity<byte[]> json(HttpStatus status, Object body) {
        return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON).body(bytes(body));
    }

    /** Names of fields come from clients, and may hold half of a surrogate pair: that becomes a question mark. */
    static byte[] bytes(Object body) {
        return Json.text(body).getBytes(StandardCharsets.UTF_8);
    }
}
