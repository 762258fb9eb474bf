package io.callqueue.ingest.cancel;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.ingest.status.StatusView;
import io.callqueue.ingest.web.Answers;
import io.callqueue.ingest.web.NoSuchCall;
import io.callqueue.ingest.web.Problem;
import io.callqueue.ingest.web.Work;

/** {@code DELETE /api/calls/{id}}. */
@RestController
final class CancelController {
    private final Cancellation cancellation;
    private final Work work;

    CancelController(Cancellation cancellation, Work work) {
        this.cancellation = cancellation;
        this.work = work;
    }

    @DeleteMapping("/api/calls/{id}")
    Mono<ResponseEntity<byte[]>> cancel(@PathVariable String id) {
        return CallId.isValid(id)
                ? work.answer(() -> answer(id, cancellation.cancel(new CallId(id))))
                : Mono.fromSupplier(() -> Problem.noSuchCall().answer());
    }

    private static ResponseEntity<byte[]> answer(String id, Cancellation.Result result) {
        return switch (result) {
            case Cancellation.Unknown() -> NoSuchCall.answer(id);
            case Cancellation.TooLate(Call call) -> Problem.alreadyFinal("the call is " + call.status().word()
                    + ": nothing is left to cancel; its status says what became of it").answer();
            case Cancellation.Cancelled(Call call) -> Answers.json(HttpStatus.OK, StatusView.of(call));
            case Cancellation.Requested(Call call) -> Answers.json(HttpStatus.ACCEPTED, StatusView.of(call));
        };
    }
}
