package io.callqueue.scheduler.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;
import io.callqueue.event.CallEvent;
import io.callqueue.event.Fold;
import io.callqueue.event.LedgerEntry;
import io.callqueue.request.CallRequest;
import io.callqueue.scheduler.Scene;
import io.callqueue.statistics.Tally;

import static org.assertj.core.api.Assertions.assertThat;

class ContributionTest {
    private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");

    @RepeatedTest(100)
    void what_was_counted_step_by_step_is_what_a_recount_gives(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        List<CallEvent> events = new ArrayList<>();
        for (int call = 0; call < 5; call++) {
            events.addAll(Life.of("call-" + call, random, START.plusSeconds(random.nextInt(7200))));
        }
        Map<String, LedgerEntry> known = new HashMap<>();
        Map<String, Tally> sums = new HashMap<>();
        for (CallEvent event : FoldTest.mixed(events, random)) {
            Optional<LedgerEntry> before = Optional.ofNullable(known.get(event.call().id().value()));
            LedgerEntry now = Fold.merge(before, event).orElseThrow();
            known.put(event.call().id().value(), now);
            Contribution.change(before, now)
                    .forEach((figure, tally) -> sums.merge(figure.name(), tally, Tally::plus));
        }
        sums.values().removeIf(Tally::isEmpty);
        assertThat(sums).isEqualTo(Recount.figures(events, START));
    }

    @Test
    void attempts_that_are_too_many_to_be_kept_count_once_and_for_good() {
        int many = Fold.MOST_ATTEMPTS + 20;
        Call made = Call.created(new CallId("call"), Scene.parsed(
                Scene.request(new CallId("call"), Priority.HIGH, Optional.empty())).order(START), Optional.empty());
        List<CallEvent> events = new ArrayList<>();
        for (int number = 1; number <= many; number++) {
            Attempt attempt = Attempt.claimed(number, "pod", "lease", START.plusSeconds(number));
            events.add(CallEvent.of(new Call(made.id(), 1, number, 1, CallStatus.DIALING, made.order(), 0, 0, false,
                    Optional.of(attempt), Optional.empty(), Optional.empty(), START, Optional.empty())));
        }
        events.add(events.getFirst());
        Optional<LedgerEntry> known = Optional.empty();
        Map<String, Tally> sums = new HashMap<>();
        for (CallEvent event : events) {
            Contribution.change(known, Fold.counted(known, event).orElseThrow())
                    .forEach((figure, tally) -> sums.merge(figure.name(), tally, Tally::plus));
            known = Fold.merge(known, event);
        }
        assertThat(sums.get("total/all")).hasToString("{attempts=" + many + ", created=1, status.dialing=1}");
    }

    @Test
    void a_call_counts_once_for_each_thing_and_at_its_time() {
        CallRequest request = Scene.parsed(Scene.request(new CallId("call"), Priority.HIGH, Optional.empty()));
        Call made = Call.created(new CallId("call"), request.order(START), Optional.empty());
        Instant dialed = START.plusSeconds(90);
        Instant over = START.plusSeconds(3700);
        Attempt attempt = Attempt.claimed(1, "pod", "lease", dialed.minusSeconds(1))
                .dialed(dialed, Optional.empty(), Optional.empty()).answered(dialed.plusSeconds(5))
                .ended(new Ending(over, Outcome.ANSWERED, Optional.empty(), Optional.of(4000), Optional.empty(),
                        Optional.of(4)).costing(Optional.of(new BigDecimal("0.00850"))));
        Call call = new Call(made.id(), 0, 6, 1, CallStatus.COMPLETED, made.order(), 0, 0, false,
                Optional.of(attempt), Optional.empty(), Optional.empty(), over, Optional.of(over));
        Map<String, Tally> counted = Recount.figures(List.of(CallEvent.of(call, request)), START);

        String ofDial = "attempts=1, dialed=1, answered=1";
        String ofEnd = "dialed_ended=1, conversations=1, short_conversations=1, cost_micros=8500";
        assertThat(counted.get("total/all")).hasToString("{" + ofDial + ", " + ofEnd
                + ", created=1, talked_seconds=4, waited_millis=90000, status.completed=1, ended.completed=1, attempt.answered=1, call.answered=1, talked.4=1, waited.89600=1}");
        assertThat(counted.get("total/campaign:campaign-1")).isEqualTo(counted.get("total/all"));
        assertThat(counted.get("total/priority:high")).isEqualTo(counted.get("total/all"));
        assertThat(counted.get("hour:" + START.getEpochSecond() + "/all"))
                .hasToString("{" + ofDial + ", created=1, waited_millis=90000, waited.89600=1}");
        assertThat(counted.get("second:" + over.getEpochSecond() + "/all")).hasToString(
                "{" + ofEnd
                        + ", talked_seconds=4, ended.completed=1, attempt.answered=1, call.answered=1, talked.4=1}");
        assertThat(counted).doesNotContainKey("minute:" + START.getEpochSecond() + "/campaign:campaign-1");
    }
}
