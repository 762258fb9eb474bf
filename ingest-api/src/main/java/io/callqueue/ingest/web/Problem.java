package io.callqueue.ingest.web;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import io.callqueue.request.Refusal;

/**
 * Why a request was not done, as RFC 9457 writes it.
 *
 * @param type {@code urn:callqueue:problem:} and one of the words below
 * @param detail what is wrong and what to do
 * @param field the path of the first field that is wrong
 * @param errors every field that is wrong, up to {@link #MOST_ERRORS}
 */
public record Problem(String type, String title, int status, String detail, Optional<String> field,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Refusal> errors) {
    public static final String CONFLICT = "conflict";
    public static final String TOO_LARGE = "too-large";
    public static final String OVERLOADED = "overloaded";
    /** Wrong fields that are told of one request. */
    public static final int MOST_ERRORS = 100;
    private static final String TYPE = "urn:callqueue:problem:";
    private static final String RETRY_AFTER_SECONDS = "5";

    /** @param word the last part of the type, such as {@code not-found}; the title says the same */
    public static Problem of(HttpStatus status, String word, String detail) {
        String title = Character.toUpperCase(word.charAt(0)) + word.substring(1).replace('-', ' ');
        return new Problem(TYPE + word, title, status.value(), detail, Optional.empty(), List.of());
    }

    /** The body is no JSON, or not of the shape that it should have. */
    public static Problem malformed(String detail) {
        return of(HttpStatus.BAD_REQUEST, Refusal.INVALID_REQUEST, detail);
    }

    /** Fields are wrong: the first one makes the problem. */
    public static Problem refused(List<Refusal> refusals) {
        Refusal first = refusals.getFirst();
        Problem problem = of(HttpStatus.UNPROCESSABLE_CONTENT, first.code(), sentence(first));
        return new Problem(problem.type, problem.title, problem.status, problem.detail,
                Optional.of(first.field()).filter(field -> !field.isEmpty()),
                refusals.stream().limit(MOST_ERRORS).toList());
    }

    private static String sentence(Refusal refusal) {
        return refusal.field().isEmpty() ? refusal.message() : refusal.field() + ": " + refusal.message();
    }

    public static Problem notFound(String detail) {
        return of(HttpStatus.NOT_FOUND, "not-found", detail);
    }

    public static Problem noSuchCall() {
        return notFound(
                "no call has this id: check it, or ask again in a moment if the call was written to Kafka just now");
    }

    public static Problem conflict(String detail) {
        return of(HttpStatus.CONFLICT, CONFLICT, detail);
    }

    /** What one field names is not of a kind to go on with. */
    public static Problem conflict(String field, String why) {
        Problem problem = conflict(field + ": " + why);
        return new Problem(problem.type, problem.title, problem.status, problem.detail, Optional.of(field),
                List.of(new Refusal(field, CONFLICT, why)));
    }

    public static Problem alreadyFinal(String detail) {
        return of(HttpStatus.CONFLICT, "already-final", detail);
    }

    public static Problem tooLarge(String detail) {
        return of(HttpStatus.CONTENT_TOO_LARGE, TOO_LARGE, detail);
    }

    public static Problem forbidden(String detail) {
        return of(HttpStatus.FORBIDDEN, "forbidden", detail);
    }

    /** For now; the answer says when to come again. */
    public static Problem overloaded(String detail) {
        return of(HttpStatus.SERVICE_UNAVAILABLE, OVERLOADED, detail);
    }

    /** The last word of the type. */
    public String word() {
        return type.substring(TYPE.length());
    }

    public ResponseEntity<byte[]> answer() {
        return answer(HttpStatus.valueOf(status), this);
    }

    /** A problem that carries more than these fields. */
    public static ResponseEntity<byte[]> answer(HttpStatus status, Object problem) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer.body(Answers.bytes(problem));
    }
}
