package io.callqueue.bench.ledger;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Decision;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Verdict;
import io.callqueue.event.CallEvent;
import io.callqueue.kafka.RecordSender;
import io.callqueue.request.CallRequest;
import io.callqueue.request.Reading;
import io.callqueue.request.RequestReader;
import io.callqueue.topic.Topics;

/** Calls that were answered at their first attempt: six events each, some calls under way at once. */
final class Written {
    static final int EVENTS_OF_A_CALL = 6;
    private static final int AT_ONCE = 500;
    private static final int CAMPAIGNS = 20;
    private static final Duration MARGIN = Duration.ofMinutes(1);
    private final Instant start;

    Written(Instant start) {
        this.start = start;
    }

    void write(RecordSender sender, int calls) {
        for (int first = 0; first < calls; first += AT_ONCE) {
            List<List<CallEvent>> lives = new ArrayList<>();
            for (int call = first; call < Math.min(calls, first + AT_ONCE); call++) {
                lives.add(life(call));
            }
            List<CompletableFuture<?>> acked = new ArrayList<>();
            for (int step = 0; step < EVENTS_OF_A_CALL; step++) {
                for (List<CallEvent> life : lives) {
                    CallEvent event = life.get(step);
                    acked.add(sender.send(Topics.EVENTS, event.call().id().value(), event));
                }
            }
            acked.forEach(CompletableFuture::join);
        }
    }

    private List<CallEvent> life(int number) {
        Instant at = start.plusMillis(number);
        CallRequest request = request(number);
        Call created = Call.created(new CallId("call-" + number), request.order(at), Optional.empty());
        Call claimed = moved(Moves.claim(created, 1, at.plusMillis(100), "pod", "lease", MARGIN));
        Call accepted = moved(Moves.accept(claimed, 1, at.plusMillis(150 + number % 900), Optional.of("request-uuid"),
                Optional.empty(), MARGIN));
        Call rung = moved(
                Moves.ring(accepted, 1, at.plusSeconds(3), at.plusSeconds(3), Optional.of("call-uuid"), MARGIN));
        Call answered = moved(
                Moves.answer(rung, 1, at.plusSeconds(9), at.plusSeconds(9), Optional.of("call-uuid"), MARGIN));
        Instant over = at.plusSeconds(10 + number % 120);
        Ending ending = new Ending(over, Outcome.ANSWERED, Optional.of("NORMAL_CLEARING"), Optional.of(4000),
                Optional.empty(), Optional.of(1 + number % 120)).costing(Optional.of(new BigDecimal("0.00850")));
        Call ended = moved(
                Moves.end(answered, 1, over, ending, Optional.of("call-uuid"), new Verdict.Complete()));
        return List.of(CallEvent.of(created, request), CallEvent.of(claimed), CallEvent.of(accepted),
                CallEvent.of(rung), CallEvent.of(answered), CallEvent.of(ended));
    }

    static CallRequest request(int number) {
        String body = "{\"phone_number\":\"+1415%07d\",\"campaign_id\":\"campaign-%d\"".formatted(2_000_000 + number,
                number % CAMPAIGNS) + ",\"custom_call_id\":\"call-" + number
                + "\",\"call_config\":{\"variables\":{\"name\":\"John Doe\"}}}";
        Reading read = new RequestReader(RequestReader.UnknownFields.REFUSE)
                .read(body.getBytes(StandardCharsets.UTF_8));
        return ((Reading.Accepted) read).request();
    }

    private static Call moved(Decision decision) {
        return ((Decision.Change) decision).next();
    }
}
