package io.callqueue.ingest.bulk;

import java.time.Clock;
import java.util.random.RandomGenerator;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.callqueue.call.CallId;
import io.callqueue.ingest.accept.AcceptCounts;
import io.callqueue.ingest.accept.Acceptance;
import io.callqueue.ingest.web.Answers;
import io.callqueue.ingest.web.Bodies;
import io.callqueue.ingest.web.Problem;
import io.callqueue.ingest.web.Turns;
import io.callqueue.ingest.web.Work;
import io.callqueue.request.Refusal;
import io.callqueue.request.RequestReader;

/** {@code POST /api/calls/bulk-queue}. */
@RestController
final class BulkController {
    private final RequestReader reader;
    private final Acceptance acceptance;
    private final AcceptCounts counts;
    private final Work work;
    private final Clock clock;
    private final RandomGenerator random;
    private final BulkSettings settings;
    private final Turns turns;

    BulkController(RequestReader reader, Acceptance acceptance, AcceptCounts counts, Work work, Clock clock,
            RandomGenerator random,
            BulkSettings settings) {
        this.reader = reader;
        this.acceptance = acceptance;
        this.counts = counts;
        this.work = work;
        this.clock = clock;
        this.random = random;
        this.settings = settings;
        this.turns = new Turns(settings.maxBatches(), work, Problem.overloaded(
                "as many batches as this service can hold are under way: send it again in a few seconds"));
    }

    @PostMapping(path = "/api/calls/bulk-queue", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<byte[]>> queue(ServerHttpRequest request) {
        return turns.answer(Bodies.read(request, settings.maxBody()), this::answer);
    }

    private ResponseEntity<byte[]> answer(byte[] body) throws InterruptedException {
        return switch (BatchBody.check(body, settings)) {
            case BatchBody.NotJson(String reason) -> Problem.malformed("the body is no batch: " + reason).answer();
            case BatchBody.Refused(var refusals) -> Problem.refused(refusals).answer();
            case BatchBody.TooMany() -> Problem
                    .tooLarge("a batch has at most " + settings.maxCalls() + " calls: send several batches").answer();
            case BatchBody.Usable(var batchId, int calls) ->
                answer(run(batchId.map(id -> new BatchIds(id, false)).orElseGet(this::newIds)).run(body, calls));
        };
    }

    private BatchRun run(BatchIds ids) {
        return new BatchRun(reader, acceptance, counts, work, ids, clock, settings.window());
    }

    private BatchIds newIds() {
        return new BatchIds(CallId.generate(clock.millis(), random).value(), true);
    }

    private static ResponseEntity<byte[]> answer(BatchReceipt receipt) {
        if (!receipt.isForNothing()) {
            return Answers.json(HttpStatus.ACCEPTED, receipt);
        }
        Problem problem = receipt.isOverloaded()
                ? Problem.overloaded(
                        "Kafka did not confirm any call, so none is accepted: send the batch again, with this batch_id")
                : Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, Refusal.INVALID_REQUEST,
                        "no call of the batch was accepted: results says for each what to do");
        return Problem.answer(HttpStatus.valueOf(problem.status()), new NothingAccepted(problem, receipt));
    }

    private record NothingAccepted(@JsonUnwrapped Problem problem, @JsonUnwrapped BatchReceipt batch) {}
}
