package io.callqueue.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import static io.callqueue.call.SampleCalls.LATEST;
import static io.callqueue.call.SampleCalls.NOW;
import static io.callqueue.call.SampleCalls.OLDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every move function on every status with every kind of attempt, held against the table. */
class MoveTableTest {
    private static final Duration SPAN = Duration.ofSeconds(30);
    private static final List<Verdict> VERDICTS = List.of(new Verdict.Complete(), new Verdict.Fail(),
            new Verdict.Retry(SPAN, true), new Verdict.Retry(SPAN, false), new Verdict.Defer(SPAN),
            new Verdict.Cancel());

    @Test
    void each_move_of_the_table_is_made_and_no_other() {
        Set<Step> made = new TreeSet<>(Step.OF_TIMERS);
        calls().forEach(call -> functions(call).values().forEach(function -> made.addAll(steps(call, function))));
        assertThat(made).containsExactlyElementsOf(Step.table());
    }

    @Test
    void nothing_moves_a_final_call() {
        calls().stream().filter(call -> call.status().isFinal()).forEach(call -> functions(call).forEach(
                (name, function) -> assertThat(function.apply(call)).as(name + " " + call.status())
                        .isInstanceOf(Decision.Stay.class)));
    }

    @Test
    void news_of_an_older_attempt_move_nothing() {
        calls().forEach(call -> ofAttempt(OLDER).forEach((name, function) -> assertThat(function.apply(call))
                .as(name + " " + call.status()).isInstanceOf(Decision.Stay.class)));
    }

    @Test
    void each_move_comes_only_once_from_the_same_input() {
        calls().forEach(call -> functions(call).forEach((name, function) -> {
            if (function.apply(call) instanceof Decision.Change change && !name.startsWith("missing")) {
                assertThat(function.apply(change.next())).as(name + " twice from " + call.status())
                        .isInstanceOf(Decision.Stay.class);
            }
        }));
    }

    @Test
    void each_move_raises_the_version_and_each_new_keeping_the_revision() {
        calls().forEach(call -> functions(call).forEach((name, function) -> {
            if (function.apply(call) instanceof Decision.Change(Call next, Keeping keeping, var closed)) {
                int kept = keeping instanceof Keeping.Same ? 0 : 1;
                assertThat(next.version()).as(name).isEqualTo(call.version() + 1);
                assertThat(next.revision()).as(name).isEqualTo(call.revision() + kept);
                assertThat(keeping instanceof Keeping.Nobody).as(name).isEqualTo(next.status().isFinal());
                assertThat(next.completedAt().isPresent()).as(name).isEqualTo(next.status().isFinal());
                closed.ifPresent(attempt -> assertThat(attempt.ending()).as(name).isPresent());
            }
        }));
    }

    @Test
    void what_waits_has_a_due_time_that_is_its_timer() {
        calls().forEach(call -> functions(call).forEach((name, function) -> {
            if (function.apply(call) instanceof Decision.Change(Call next, Keeping.Timer(var at), var closed)
                    && next.status().isWaiting()) {
                assertThat(next.dueAt()).as(name).contains(at);
            }
        }));
    }

    @Test
    void an_illegal_move_names_both_statuses_and_the_call() {
        Call completed = SampleCalls.in(CallStatus.COMPLETED, SampleCalls.Fate.ENDED);
        assertThatThrownBy(() -> new Draft(completed, NOW).kept(CallStatus.RINGING, NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no move from completed to ringing (call call-1)");
        assertThatThrownBy(() -> new Draft(completed, NOW).sameKeeping(CallStatus.COMPLETED))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void every_status_can_be_reached_and_can_end() {
        for (CallStatus status : CallStatus.values()) {
            assertThat(reachable(CallStatus.QUEUED, CallStatus.SCHEDULED)).contains(status);
            assertThat(reachable(status)).as(status.word()).anyMatch(CallStatus::isFinal);
        }
    }

    private static Set<CallStatus> reachable(CallStatus... starts) {
        Set<CallStatus> found = new TreeSet<>(List.of(starts));
        List<CallStatus> open = new ArrayList<>(found);
        while (!open.isEmpty()) {
            open.removeLast().next().stream().filter(found::add).forEach(open::add);
        }
        return found;
    }

    private static List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        for (CallStatus status : CallStatus.values()) {
            for (SampleCalls.Fate fate : SampleCalls.Fate.values()) {
                Call call = SampleCalls.in(status, fate);
                calls.addAll(List.of(call, SampleCalls.lookedUp(call, 1), SampleCalls.retriesUsed(call, 3),
                        SampleCalls.cancelRequested(call), SampleCalls.toBeHungUp(call)));
            }
        }
        return calls;
    }

    private static Map<String, Function<Call, Decision>> functions(Call call) {
        Map<String, Function<Call, Decision>> functions = new LinkedHashMap<>(ofAttempt(LATEST));
        functions.putAll(ofAttempt(OLDER));
        for (int revision : List.of(call.revision(), call.revision() - 1)) {
            functions.put("claim " + revision, c -> Moves.claim(c, revision, NOW, "pod-b", "lease-3", SPAN));
            functions.put("schedule " + revision, c -> Moves.schedule(c, revision, NOW, NOW.plus(SPAN)));
            functions.put("defer " + revision, c -> Moves.defer(c, revision, NOW, NOW.plus(SPAN), "window"));
            functions.put("park " + revision, c -> Moves.park(c, revision, NOW, "paused"));
            functions.put("refuse " + revision, c -> Moves.refuse(c, revision, NOW));
            wishes().forEach(wish -> functions.put("reschedule " + revision + " " + wish,
                    c -> Moves.reschedule(c, revision, NOW, wish)));
            functions.put("expire " + revision, c -> Moves.expire(c, revision, NOW));
        }
        functions.put("cancel", c -> Moves.cancel(c, NOW));
        functions.put("hang up", c -> Moves.hangUp(c, NOW));
        functions.put("cancel with campaign", c -> Moves.cancelWithCampaign(c, NOW, false));
        functions.put("cancel with campaign, hung up", c -> Moves.cancelWithCampaign(c, NOW, true));
        return functions;
    }

    private static List<Reschedule> wishes() {
        return List.of(new Reschedule(Optional.of(NOW.plus(SPAN)), Optional.empty()),
                new Reschedule(Optional.of(NOW.minus(SPAN)), Optional.empty()),
                new Reschedule(Optional.empty(), Optional.of(Priority.URGENT)),
                new Reschedule(Optional.of(NOW.plus(SPAN)), Optional.of(Priority.URGENT)));
    }

    private static Map<String, Function<Call, Decision>> ofAttempt(int attempt) {
        Optional<String> uuid = Optional.of("uuid-1");
        Map<String, Function<Call, Decision>> functions = new LinkedHashMap<>();
        functions.put("accept " + attempt, c -> Moves.accept(c, attempt, NOW, Optional.of("request-1"), uuid, SPAN));
        functions.put("doubt " + attempt, c -> Moves.doubt(c, attempt, NOW, NOW.plus(SPAN)));
        functions.put("ring " + attempt, c -> Moves.ring(c, attempt, NOW, NOW, uuid, SPAN));
        functions.put("answer " + attempt, c -> Moves.answer(c, attempt, NOW, NOW, uuid, SPAN));
        functions.put("machine " + attempt, c -> Moves.machine(c, attempt, NOW, NOW));
        functions.put("missing " + attempt, c -> Moves.missing(c, attempt, NOW, SPAN));
        VERDICTS.forEach(verdict -> functions.put("end " + attempt + " " + verdict,
                c -> Moves.end(c, attempt, NOW, SampleCalls.ending(Outcome.NO_ANSWER), uuid, verdict)));
        return functions;
    }

    private static Set<Step> steps(Call call, Function<Call, Decision> function) {
        return switch (function.apply(call)) {
            case Decision.Change change -> Set.of(new Step(call.status(), change.next().status()));
            case Decision.Stay() -> Set.of();
        };
    }
}
