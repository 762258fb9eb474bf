package io.callqueue.ingest.reschedule;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Reschedule;
import io.callqueue.codec.Json;
import io.callqueue.ingest.status.StatusView;
import io.callqueue.ingest.web.Answers;
import io.callqueue.ingest.web.Bodies;
import io.callqueue.ingest.web.NoSuchCall;
import io.callqueue.ingest.web.Problem;
import io.callqueue.ingest.web.Refused;
import io.callqueue.ingest.web.Work;
import io.callqueue.request.Checked;
import io.callqueue.request.Refusal;
import io.callqueue.request.RescheduleReader;

/** {@code PATCH /api/calls/{id}}. */
@RestController
final class RescheduleController {
    private static final DataSize MOST = DataSize.ofKilobytes(64);
    private final Rescheduling rescheduling;
    private final Work work;

    RescheduleController(Rescheduling rescheduling, Work work) {
        this.rescheduling = rescheduling;
        this.work = work;
    }

    @PatchMapping(path = "/api/calls/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<byte[]>> reschedule(@PathVariable String id, ServerHttpRequest request) {
        return Bodies.read(request, MOST).flatMap(body -> work.answer(() -> {
            Reschedule wish = wish(body);
            return CallId.isValid(id)
                    ? answer(id, rescheduling.reschedule(new CallId(id), wish))
                    : Problem.noSuchCall().answer();
        }));
    }

    /** @throws Refused when it is no JSON object, or when a field is wrong */
    private static Reschedule wish(byte[] body) {
        JsonNode json;
        try {
            json = Json.tree(body);
        } catch (JacksonException e) {
            throw new Refused(Problem.malformed("the body is not JSON: " + e.getOriginalMessage()));
        }
        if (!json.isObject()) {
            throw new Refused(Problem.malformed("the body must be an object with scheduled_at or priority"));
        }
        Checked<Reschedule> read = RescheduleReader.read(json);
        return read.value().orElseThrow(() -> new Refused(Problem.refused(read.refusals())));
    }

    private static ResponseEntity<byte[]> answer(String id, Rescheduling.Result result) {
        return switch (result) {
            case Rescheduling.Unknown() -> NoSuchCall.answer(id);
            case Rescheduling.TooLate(Call call) -> tooLate(call).answer();
            case Rescheduling.NeverDialed(var expiresAt) -> Problem
                    .refused(List.of(new Refusal("scheduled_at", Refusal.INVALID_REQUEST,
                            "is not before the call's expires_at, " + expiresAt + ": it could never be dialed")))
                    .answer();
            case Rescheduling.Changed(Call call) -> Answers.json(HttpStatus.OK, StatusView.of(call));
            case Rescheduling.Undecided(Call call) -> Answers.json(HttpStatus.ACCEPTED, StatusView.of(call));
        };
    }

    private static Problem tooLate(Call call) {
        String stands = "the call is " + call.status().word() + ": ";
        return call.status().isFinal()
                ? Problem.alreadyFinal(stands + "nothing is left to change; its status says what became of it")
                : Problem.conflict(
                        stands + "it can be changed before an attempt only; if another one follows, ask again then");
    }
}
