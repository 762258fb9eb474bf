package io.callqueue.ingest.status;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.ingest.web.Answers;
import io.callqueue.ingest.web.Await;
import io.callqueue.ingest.web.NoSuchCall;
import io.callqueue.ingest.web.Problem;
import io.callqueue.ingest.web.Work;
import io.callqueue.request.CallRequest;
import io.callqueue.store.CallStore;
import io.callqueue.store.Snapshot;

/** {@code GET /api/calls/{id}/status}, {@code GET /api/calls/{id}} and {@code GET /api/calls/active}. */
@RestController
final class StatusController {
    private final CallStore store;
    private final Work work;

    StatusController(CallStore store, Work work) {
        this.store = store;
        this.work = work;
    }

    @GetMapping("/api/calls/{id}/status")
    Mono<ResponseEntity<byte[]>> status(@PathVariable String id) {
        return work.answer(() -> read(id).map(call -> Answers.json(HttpStatus.OK, StatusView.of(call)))
                .orElseGet(() -> Problem.noSuchCall().answer()));
    }

    @GetMapping("/api/calls/{id}")
    Mono<ResponseEntity<byte[]>> call(@PathVariable String id) {
        return work.answer(() -> read(id).map(call -> Answers.json(HttpStatus.OK, whole(call)))
                .orElseGet(() -> NoSuchCall.answer(id)));
    }

    @GetMapping("/api/calls/active")
    Mono<ResponseEntity<byte[]>> active() {
        return work.answer(() -> Answers.json(HttpStatus.OK, ActiveCalls.of(activeCalls())));
    }

    private Optional<Call> read(String id) {
        return CallId.isValid(id) ? Await.result(store.read(new CallId(id))).call() : Optional.empty();
    }

    private CallView whole(Call call) {
        CompletableFuture<Optional<CallRequest>> request = store.details().request(call.id());
        CompletableFuture<List<Attempt>> ended = store.details().endedAttempts(call.id());
        return CallView.of(call, Await.result(request), Await.result(ended));
    }

    /** The oldest first; a call that ended while its state was fetched is left out. */
    private List<Call> activeCalls() {
        List<CompletableFuture<Snapshot>> asked = Await.result(store.overview().active()).stream().map(store::read)
                .toList();
        return asked.stream().map(Await::result).flatMap(found -> found.call().stream())
                .filter(call -> call.status().isActive())
                .sorted(Comparator.comparing((Call call) -> call.order().createdAt())
                        .thenComparing(call -> call.id().value()))
                .toList();
    }

    private record ActiveCalls(int count, List<StatusView> calls) {
        static ActiveCalls of(List<Call> calls) {
            return new ActiveCalls(calls.size(), calls.stream().map(StatusView::of).toList());
        }
    }
}
