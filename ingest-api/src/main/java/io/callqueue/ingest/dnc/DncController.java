package io.callqueue.ingest.dnc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.apache.kafka.common.KafkaException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.callqueue.ingest.control.SettingsBody;
import io.callqueue.ingest.web.Answers;
import io.callqueue.ingest.web.Bodies;
import io.callqueue.ingest.web.Problem;
import io.callqueue.ingest.web.Turns;
import io.callqueue.ingest.web.Work;
import io.callqueue.request.PhoneNumber;
import io.callqueue.request.Refusal;

/** {@code PUT}, {@code GET} and {@code DELETE /api/dnc/{number}}, {@code POST /api/dnc}. */
@RestController
final class DncController {
    /** In characters. */
    static final int LONGEST_REASON = 200;
    private static final String REASON = "reason";
    private final DncList list;
    private final DncSettings settings;
    private final Work work;
    private final Turns turns;

    DncController(DncList list, DncSettings settings, Work work) {
        this.list = list;
        this.settings = settings;
        this.work = work;
        this.turns = new Turns(settings.maxFiles(), work, Problem.overloaded(
                "as many files as this service can hold are under way: send it again in a few seconds"));
    }

    /** What is listed already stays so; its reason is the new one. */
    @PutMapping("/api/dnc/{number}")
    Mono<ResponseEntity<byte[]>> put(@PathVariable String number, ServerHttpRequest request) {
        return Bodies.read(request, SettingsBody.MOST)
                .flatMap(body -> answer(number, known -> () -> changed(list.put(known, reason(body)))));
    }

    @GetMapping("/api/dnc/{number}")
    Mono<ResponseEntity<byte[]>> get(@PathVariable String number) {
        return answer(number, known -> () -> list.find(known).map(DncView::of)
                .map(found -> Answers.json(HttpStatus.OK, found))
                .orElseGet(() -> Problem.notFound("this number is not on the do-not-call list").answer()));
    }

    /** What is not listed is taken off, too: sent twice, it is answered twice. */
    @DeleteMapping("/api/dnc/{number}")
    Mono<ResponseEntity<byte[]>> delete(@PathVariable String number) {
        return answer(number, known -> () -> changed(list.remove(known)));
    }

    @PostMapping(path = "/api/dnc", consumes = "text/csv")
    Mono<ResponseEntity<byte[]>> putAll(ServerHttpRequest request) {
        return turns.answer(Bodies.read(request, settings.maxBody()), this::putAll);
    }

    private Mono<ResponseEntity<byte[]>> answer(String number,
            Function<String, Callable<ResponseEntity<byte[]>>> steps) {
        return PhoneNumber.normalize(number).map(known -> work.answer(steps.apply(known))).orElseGet(
                () -> Mono.fromSupplier(() -> Problem.refused(List.of(Refusal.phoneNumber("number"))).answer()));
    }

    private static Optional<String> reason(byte[] json) {
        if (json.length == 0) {
            return Optional.empty();
        }
        SettingsBody body = SettingsBody.read(json, Set.of(REASON));
        Optional<String> reason = body.text(REASON, LONGEST_REASON);
        body.check();
        return reason;
    }

    private static ResponseEntity<byte[]> changed(boolean inForce) {
        return ResponseEntity.status(inForce ? HttpStatus.NO_CONTENT : HttpStatus.ACCEPTED).body(new byte[0]);
    }

    private ResponseEntity<byte[]> putAll(byte[] body) {
        DncFile file = DncFile.read(body, settings.maxLines());
        DncReceipt receipt = DncReceipt.of(file);
        if (receipt.accepted() == 0) {
            Problem problem = Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, Refusal.INVALID_REQUEST,
                    "no line has a number: errors says for each what to do");
            return Problem.answer(HttpStatus.UNPROCESSABLE_CONTENT, new NothingAccepted(problem, receipt));
        }
        try {
            list.putAll(file.reasons());
        } catch (KafkaException e) {
            return Problem.overloaded("Kafka did not confirm all numbers, so some of them may be listed and others not:"
                    + " send the file again, what is listed stays so").answer();
        }
        return Answers.json(HttpStatus.ACCEPTED, receipt);
    }

    private record NothingAccepted(@JsonUnwrapped Problem problem, @JsonUnwrapped DncReceipt receipt) {}
}
