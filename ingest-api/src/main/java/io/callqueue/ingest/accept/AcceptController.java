package io.callqueue.ingest.accept;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import io.callqueue.call.CallId;
import io.callqueue.codec.Json;
import io.callqueue.ingest.web.Answers;
import io.callqueue.ingest.web.Bodies;
import io.callqueue.ingest.web.Problem;
import io.callqueue.ingest.web.Work;
import io.callqueue.request.CallRequest;
import io.callqueue.request.Reading;
import io.callqueue.request.RequestReader;
import io.callqueue.tracing.TraceHeaders;
import io.callqueue.tracing.Tracing;

/** {@code POST /api/calls/queue}. */
@RestController
final class AcceptController {
    private final RequestReader reader;
    private final Acceptance acceptance;
    private final Work work;
    private final Clock clock;
    private final RandomGenerator random;
    private final AcceptSettings settings;
    private final AcceptCounts counts;
    private final Tracing tracing;
    private final Semaphore inFlight;

    AcceptController(RequestReader reader, Acceptance acceptance, Work work, Clock clock, RandomGenerator random,
            AcceptSettings settings, AcceptCounts counts, Tracing tracing) {
        this.reader = reader;
        this.acceptance = acceptance;
        this.work = work;
        this.clock = clock;
        this.random = random;
        this.settings = settings;
        this.counts = counts;
        this.tracing = tracing;
        this.inFlight = new Semaphore(settings.maxInFlight());
    }

    @PostMapping(path = "/api/calls/queue", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<byte[]>> queue(ServerHttpRequest request) {
        return Bodies.read(request, settings.maxCallSize()).flatMap(body -> work.answer(() -> traced(request, body)));
    }

    private ResponseEntity<byte[]> traced(ServerHttpRequest request, byte[] body) {
        try (Scope theirs = TraceHeaders.enter(request.getHeaders()::getFirst);
                Tracing.Part part = tracing.begin("POST /api/calls/queue", SpanKind.SERVER)) {
            ResponseEntity<byte[]> answer = answer(body);
            part.tell("http.response.status_code", answer.getStatusCode().value());
            return answer;
        }
    }

    private ResponseEntity<byte[]> answer(byte[] body) {
        JsonNode json;
        try {
            json = Json.tree(body);
        } catch (JacksonException e) {
            return refused(Problem.malformed("the body is not JSON: " + e.getOriginalMessage()));
        }
        return json.isMissingNode()
                ? refused(Problem.malformed("the body is empty: send a call request as JSON"))
                : answer(json);
    }

    private ResponseEntity<byte[]> answer(JsonNode json) {
        return switch (reader.read(json)) {
            case Reading.Refused(var refusals) -> refused(Problem.refused(refusals));
            case Reading.Accepted(CallRequest request) -> accept(request);
        };
    }

    /** Before there is a call. */
    private ResponseEntity<byte[]> refused(Problem why) {
        counts.refused(why.word());
        return why.answer();
    }

    private ResponseEntity<byte[]> accept(CallRequest request) {
        if (!inFlight.tryAcquire()) {
            return refused(Problem.overloaded(
                    "too many calls wait for Kafka at the moment, this one was not accepted: send it again in a few seconds"));
        }
        try {
            return answer(acceptance.accept(submission(request)), request);
        } finally {
            inFlight.release();
        }
    }

    private Submission submission(CallRequest request) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return Submission.of(request, now, hash -> CallId.generate(now.toEpochMilli(), random), true);
    }

    private ResponseEntity<byte[]> answer(Receipt receipt, CallRequest request) {
        return switch (receipt) {
            case Receipt.Accepted(var call, boolean registered) ->
                Answers.json(HttpStatus.ACCEPTED, AcceptedCall.of(call, request, registered));
            case Receipt.Repeated(var call) -> Answers.json(HttpStatus.OK, AcceptedCall.of(call, request, true));
            case Receipt.Conflict() ->
                Problem.conflict("another request was accepted under this custom_call_id: choose another id").answer();
            case Receipt.DoNotCall(var why) -> Problem.refused(List.of(why)).answer();
            case Receipt.CampaignCancelled() ->
                Problem.conflict("campaign_id", Receipt.CampaignCancelled.WHY).answer();
            case Receipt.TooLarge() ->
                Problem.tooLarge("a call request has at most " + settings.maxCallSize().toBytes()
                        + " bytes: make its variables smaller").answer();
            case Receipt.NotAcked() -> Problem.overloaded("Kafka did not confirm the call, so it is not accepted: send"
                    + " it again in a few seconds, with a custom_call_id, so that it is dialed once even if the first one"
                    + " got through").answer();
        };
    }
}
