package io.callqueue.ingest.people;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.callqueue.codec.Json;
import io.callqueue.control.ControlStore;
import io.callqueue.control.Erasure;
import io.callqueue.ingest.control.Control;
import io.callqueue.ingest.web.Answers;
import io.callqueue.ingest.web.Await;
import io.callqueue.ingest.web.Problem;
import io.callqueue.ingest.web.Work;
import io.callqueue.request.PhoneNumber;
import io.callqueue.request.Refusal;

/** {@code DELETE} and {@code GET /api/people/{number}}. */
@RestController
final class PeopleController {
    /** None is kept of an erasure. */
    private static final long NO_OFFSET = 0;
    private final Control control;
    private final ControlStore store;
    private final Clock clock;
    private final Work work;

    PeopleController(Control control, ControlStore store, Clock clock, Work work) {
        this.control = control;
        this.store = store;
        this.clock = clock;
        this.work = work;
    }

    /**
     * Answered when the wish is in Kafka and, so that it is shown from then on, in Redis, where every dispatcher would put it too; the work
     * goes on after that. Sent again, it is about the calls of meanwhile, too.
     */
    @DeleteMapping("/api/people/{number}")
    Mono<ResponseEntity<byte[]>> erase(@PathVariable String number) {
        return answer(number, known -> () -> {
            Erasure erasure = Erasure.of(known, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            Await.result(control.write(erasure.key(), erasure));
            Await.result(store.apply(erasure.key(), NO_OFFSET, Optional.of(Json.bytes(erasure))));
            return Answers.json(HttpStatus.ACCEPTED, View.of(erasure));
        });
    }

    @GetMapping("/api/people/{number}")
    Mono<ResponseEntity<byte[]>> get(@PathVariable String number) {
        return answer(number, known -> () -> latest(known).map(View::of)
                .map(found -> Answers.json(HttpStatus.OK, found))
                .orElseGet(() -> Problem.notFound("nothing is being erased of this number").answer()));
    }

    private Optional<Erasure> latest(String number) {
        return Await.result(store.walks().erasing()).stream().filter(erasure -> erasure.phoneNumber().equals(number))
                .max(Comparator.comparing(Erasure::requestedAt));
    }

    private Mono<ResponseEntity<byte[]>> answer(String number,
            Function<String, Callable<ResponseEntity<byte[]>>> steps) {
        return PhoneNumber.normalize(number).map(known -> work.answer(steps.apply(known))).orElseGet(
                () -> Mono.fromSupplier(() -> Problem.refused(List.of(Refusal.phoneNumber("number"))).answer()));
    }

    private record View(String phoneNumber, String status, Instant requestedAt) {
        static View of(Erasure erasure) {
            return new View(erasure.phoneNumber(), "erasing", erasure.requestedAt());
        }
    }
}
