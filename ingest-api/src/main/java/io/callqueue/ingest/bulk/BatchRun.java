package io.callqueue.ingest.bulk;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import io.callqueue.call.CallId;
import io.callqueue.ingest.accept.AcceptCounts;
import io.callqueue.ingest.accept.Acceptance;
import io.callqueue.ingest.accept.Receipt;
import io.callqueue.ingest.accept.Submission;
import io.callqueue.ingest.web.Await;
import io.callqueue.ingest.web.Problem;
import io.callqueue.ingest.web.Work;
import io.callqueue.request.CallRequest;
import io.callqueue.request.Reading;
import io.callqueue.request.Refusal;
import io.callqueue.request.RequestReader;

/** Accepts the calls of one batch: judged one after the other, so that the first of two equal ones wins; accepted side by side. */
final class BatchRun {
    private static final String TOO_LARGE = "the call request is too large: make its variables smaller";
    private final RequestReader reader;
    private final Acceptance acceptance;
    private final AcceptCounts counts;
    private final Work work;
    private final BatchIds ids;
    private final InstantSource clock;
    private final Semaphore window;
    private final Map<CallId, Started> started = new HashMap<>();
    private volatile boolean isKafkaAway;

    private record Started(String hash, CompletableFuture<Row> row) {}

    BatchRun(RequestReader reader, Acceptance acceptance, AcceptCounts counts, Work work, BatchIds ids,
            InstantSource clock, int window) {
        this.reader = reader;
        this.acceptance = acceptance;
        this.counts = counts;
        this.work = work;
        this.ids = ids;
        this.clock = clock;
        this.window = new Semaphore(window);
    }

    BatchReceipt run(byte[] json, int calls) throws InterruptedException {
        List<CompletableFuture<Row>> rows = new ArrayList<>(calls);
        try (BatchRows batch = new BatchRows(json)) {
            for (int index = 0; index < calls; index++) {
                rows.add(judge(index, batch.next()));
            }
        }
        return BatchReceipt.of(ids.batchId(), rows.stream().map(Await::result).toList());
    }

    private CompletableFuture<Row> judge(int index, Optional<byte[]> json) throws InterruptedException {
        if (json.isEmpty()) {
            return refused(Row.refused(index, Refusal.INVALID_REQUEST, "is no call request: it must be a JSON object"));
        }
        if (json.get().length > acceptance.largestCall()) {
            return refused(Row.refused(index, Problem.TOO_LARGE, TOO_LARGE));
        }
        return switch (reader.read(json.get())) {
            case Reading.Refused(var refusals) -> refused(Row.refused(index, refusals.getFirst()));
            case Reading.Accepted(CallRequest request) -> judge(index, request);
        };
    }

    /** A call is created when it is its turn: a batch may take minutes, and whoever looks for what was created before waits for seconds. */
    private CompletableFuture<Row> judge(int index, CallRequest request) throws InterruptedException {
        window.acquire();
        Submission submission = Submission.of(request, clock.instant().truncatedTo(ChronoUnit.MILLIS),
                hash -> ids.id(index, hash), ids.areNew());
        Started earlier = started.get(submission.id());
        if (earlier == null) {
            CompletableFuture<Row> row = start(index, submission);
            started.put(submission.id(), new Started(submission.hash(), row));
            return row;
        }
        window.release();
        return earlier.hash().equals(submission.hash())
                ? earlier.row().thenApply(row -> row.repeatedAt(index))
                : refused(Row.conflict(index));
    }

    private CompletableFuture<Row> start(int index, Submission submission) {
        if (isKafkaAway) {
            window.release();
            return refused(Row.notAcked(index));
        }
        return work.start(() -> row(index, submission.request(), acceptance.accept(submission)))
                .whenComplete((row, failure) -> window.release());
    }

    private Row row(int index, CallRequest request, Receipt receipt) {
        return switch (receipt) {
            case Receipt.Accepted(var call, boolean registered) -> Row.accepted(index, call, request, registered);
            case Receipt.Repeated(var call) -> Row.repeated(index, call, request);
            case Receipt.Conflict() -> Row.conflict(index);
            case Receipt.DoNotCall(var why) -> Row.refused(index, why);
            case Receipt.CampaignCancelled() ->
                Row.refused(index, new Refusal("campaign_id", Problem.CONFLICT, Receipt.CampaignCancelled.WHY));
            case Receipt.TooLarge() ->
                Row.refused(index, Problem.TOO_LARGE, TOO_LARGE);
            case Receipt.NotAcked() -> {
                isKafkaAway = true;
                yield Row.notAcked(index);
            }
        };
    }

    /** Without having been tried. */
    private CompletableFuture<Row> refused(Row row) {
        row.error().map(Refusal::code).ifPresent(counts::refused);
        return done(row);
    }

    private static CompletableFuture<Row> done(Row row) {
        return CompletableFuture.completedFuture(row);
    }
}
