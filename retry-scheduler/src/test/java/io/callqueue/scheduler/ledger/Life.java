package io.callqueue.scheduler.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Decision;
import io.callqueue.call.Ending;
import io.callqueue.call.LateNews;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;
import io.callqueue.call.Reschedule;
import io.callqueue.call.Verdict;
import io.callqueue.event.CallEvent;
import io.callqueue.request.CallRequest;
import io.callqueue.scheduler.Scene;

/** What may befall a call, by chance, as the table of moves allows it. */
final class Life {
    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final int STEPS = 60;
    private final Random random;
    private final List<CallEvent> events = new ArrayList<>();
    private final Map<Integer, Attempt> over = new TreeMap<>();
    private Instant now;
    private Call call;

    private Life(CallRequest request, CallId id, Random random, Instant start) {
        this.random = random;
        this.now = start;
        this.call = Call.created(id, request.order(start), Optional.empty());
        events.add(CallEvent.of(call, request));
    }

    /** Its events in their order. */
    static List<CallEvent> of(String id, Random random, Instant start) {
        Priority priority = Priority.values()[random.nextInt(Priority.values().length)];
        CallId callId = new CallId(id);
        Life life = new Life(Scene.parsed(Scene.request(callId, priority, Optional.empty())), callId, random, start);
        for (int step = 0; step < STEPS && !life.call.status().isFinal(); step++) {
            life.now = life.now.plusMillis(random.nextInt(40_000));
            life.step();
        }
        life.hearOfHistory();
        return life.events;
    }

    private void step() {
        hearOfHistory();
        if (call.status().isWaiting() && random.nextBoolean()) {
            went(CallEvent.of(due()));
        } else if (decide() instanceof Decision.Change change) {
            change.closed().ifPresent(attempt -> over.put(attempt.number(), attempt));
            went(CallEvent.of(change.next()));
        }
    }

    private void went(CallEvent event) {
        call = event.call();
        events.add(event);
    }

    /** An attempt that is over rang before, and one that was believed lost was not. */
    private void hearOfHistory() {
        List<Attempt> history = over.values().stream().filter(attempt -> Moves.isHistory(call, attempt.number()))
                .toList();
        if (history.isEmpty() || random.nextInt(4) > 0) {
            return;
        }
        Attempt known = history.get(random.nextInt(history.size()));
        Attempt told = known.isLost() && random.nextBoolean()
                ? LateNews.ended(known, ending(), Optional.of("call-" + known.number()))
                : LateNews.rang(known, now, Optional.of("call-" + known.number()));
        over.put(told.number(), told);
        if (known.number() < call.attemptNumber()) {
            went(CallEvent.of(call, told));
        } else if (Moves.fillIn(call, known.number(), now, latest -> told) instanceof Decision.Change change) {
            went(CallEvent.of(change.next()));
        }
    }

    private Decision decide() {
        int attempt = call.attemptNumber();
        return switch (random.nextInt(12)) {
            case 0, 1 -> Moves.claim(call, call.revision(), now, "pod", "lease-" + attempt, MARGIN);
            case 2, 3 -> Moves.accept(call, attempt, now, Optional.of("request-" + attempt), Optional.empty(), MARGIN);
            case 4 -> Moves.ring(call, attempt, now, now, Optional.of("call-" + attempt), MARGIN);
            case 5 -> Moves.answer(call, attempt, now, now, Optional.of("call-" + attempt), MARGIN);
            case 6 -> Moves.doubt(call, attempt, now, now.plus(MARGIN));
            case 7 -> Moves.missing(call, attempt, now, MARGIN);
            case 8 -> Moves.machine(call, attempt, now, now);
            case 9 -> Moves.reschedule(call, call.revision(), now, new Reschedule(Optional.empty(),
                    Optional.of(Priority.values()[random.nextInt(Priority.values().length)])));
            default -> Moves.end(call, attempt, now, ending(), Optional.of("call-" + attempt), verdict());
        };
    }

    private Ending ending() {
        Outcome outcome = Outcome.values()[random.nextInt(Outcome.values().length)];
        boolean answered = outcome == Outcome.ANSWERED || outcome == Outcome.MACHINE;
        return new Ending(now, outcome, Optional.of("CAUSE"), Optional.of(4000), Optional.empty(),
                answered ? Optional.of(random.nextInt(20)) : Optional.empty())
                .costing(Optional.of(BigDecimal.valueOf(random.nextInt(900), 5)));
    }

    private Verdict verdict() {
        return switch (random.nextInt(5)) {
            case 0 -> new Verdict.Complete();
            case 1 -> new Verdict.Fail();
            case 2 -> new Verdict.Defer(MARGIN);
            default -> new Verdict.Retry(MARGIN, true);
        };
    }

    /** What the script of due timers does. */
    private Call due() {
        return new Call(call.id(), call.epoch(), call.version() + 1, call.revision() + 1, CallStatus.QUEUED,
                call.order(), call.retries(), call.lookUps(), call.cancelRequested(), call.attempt(),
                Optional.empty(), call.error(), now, Optional.empty());
    }
}
