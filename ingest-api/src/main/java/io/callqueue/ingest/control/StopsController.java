package io.callqueue.ingest.control;

import java.util.List;
import java.util.Optional;

import io.lettuce.core.RedisException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.callqueue.control.ControlStore;
import io.callqueue.control.Stop;
import io.callqueue.ingest.web.Await;
import io.callqueue.ingest.web.Problem;
import io.callqueue.ingest.web.Work;

/** {@code POST /api/stops/{scope}/{id}/resume}. */
@RestController
final class StopsController {
    private final Control control;
    private final ControlStore store;
    private final Work work;

    StopsController(Control control, ControlStore store, Work work) {
        this.control = control;
        this.store = store;
        this.work = work;
    }

    /** What is not stopped goes on, too: sent twice, it is answered twice. */
    @PostMapping("/api/stops/{scope}/{id}/resume")
    Mono<ResponseEntity<byte[]>> resume(@PathVariable String scope, @PathVariable String id) {
        Optional<Stop.Scope> known = Stop.Scope.of(scope);
        return known.isEmpty()
                ? Mono.fromSupplier(() -> Problem
                        .notFound("there is no scope '" + scope + "': account, caller_number and campaign are")
                        .answer())
                : work.answer(() -> Stop.isName(known.get(), id)
                        ? resume(known.get(), id)
                        : Problem.notFound("there can be no stop of " + known.get().word() + " '" + id
                                + "': GET /api/queue/status names those that there are").answer());
    }

    private ResponseEntity<byte[]> resume(Stop.Scope scope, String id) throws InterruptedException {
        boolean inForce = control.publish(Stop.key(scope, asNamed(scope, id)), Optional.empty());
        return ResponseEntity.status(inForce ? HttpStatus.NO_CONTENT : HttpStatus.ACCEPTED).body(new byte[0]);
    }

    /** A caller number is named as in PLIVO_NUMBER, with its + or without. */
    private String asNamed(Stop.Scope scope, String id) {
        String other = id.startsWith("+") ? id.substring(1) : "+" + id;
        boolean isOther = scope == Stop.Scope.CALLER_NUMBER && stops().stream()
                .anyMatch(stop -> stop.scope() == scope && stop.id().equals(other));
        return isOther ? other : id;
    }

    /** Nobody goes without a resume because Redis does not answer. */
    private List<Stop> stops() {
        try {
            return Await.result(store.stops());
        } catch (RedisException e) {
            return List.of();
        }
    }
}
