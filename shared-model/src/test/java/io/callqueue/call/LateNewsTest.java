package io.callqueue.call;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static io.callqueue.call.SampleCalls.NOW;
import static org.assertj.core.api.Assertions.assertThat;

class LateNewsTest {
    private static final Optional<String> UUID = Optional.of("uuid");
    private static final Attempt OPEN = Attempt.claimed(1, "pod-a", "lease-1", NOW);
    private static final Attempt LOST = OPEN.ended(Ending.of(after(60), Outcome.UNKNOWN, "not known"));

    private static Instant after(int seconds) {
        return NOW.plusSeconds(seconds);
    }

    private static Ending told(int seconds, Outcome outcome, int talked) {
        return new Ending(after(seconds), outcome, Optional.of("NORMAL_CLEARING"), Optional.of(4000), Optional.empty(),
                Optional.of(talked)).costing(Optional.of(new BigDecimal("0.0030")));
    }

    @Test
    void an_attempt_that_was_believed_lost_was_dialed_answered_and_ended() {
        Attempt known = LateNews.ended(LOST, told(90, Outcome.ANSWERED, 5), UUID);
        assertThat(known.ending()).contains(told(90, Outcome.ANSWERED, 5));
        assertThat(known.dialedAt()).contains(after(85));
        assertThat(known.answeredAt()).contains(after(85));
        assertThat(known.callUuid()).isEqualTo(UUID);
    }

    @Test
    void how_it_ended_as_plivo_told_before_stays_and_gets_its_cost() {
        Attempt ended = OPEN.ended(told(30, Outcome.NO_ANSWER, 0).costing(Optional.empty()));
        Attempt known = LateNews.ended(ended, told(90, Outcome.ANSWERED, 0), UUID);
        assertThat(known.ending()).contains(told(30, Outcome.NO_ANSWER, 0));
    }

    @Test
    void what_we_believed_of_an_end_gives_way_to_what_plivo_tells() {
        Attempt refused = OPEN.ended(Ending.of(after(1), Outcome.NETWORK_ERROR, "the connection was refused"));
        assertThat(LateNews.ended(refused, told(90, Outcome.ANSWERED, 5), UUID).ending())
                .contains(told(90, Outcome.ANSWERED, 5));
    }

    @Test
    void a_machine_that_is_heard_of_after_the_end_changes_no_outcome() {
        Attempt ended = OPEN.ended(told(30, Outcome.ANSWERED, 5));
        Attempt known = LateNews.machine(ended, after(31), UUID);
        assertThat(known.machine()).isTrue();
        assertThat(known.ending()).isEqualTo(ended.ending());
    }

    @RepeatedTest(200)
    void in_whatever_order_it_is_told_time_runs_forward_and_the_second_telling_tells_nothing(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        Attempt known = random.nextBoolean() ? LOST : OPEN.ended(told(random.nextInt(100), Outcome.ANSWERED, 5));
        for (int news = 0; news < 5; news++) {
            int kind = random.nextInt(4);
            int at = random.nextInt(200);
            known = tell(kind, known, at);
            assertThat(tell(kind, known, at + random.nextInt(10))).isEqualTo(known);
            Optional<Instant> ended = known.ending().filter(ending -> ending.hangupCauseCode().isPresent())
                    .map(Ending::at);
            List<Instant> times = Stream.of(Optional.of(known.claimedAt()), known.dialedAt(), known.ringingAt(),
                    known.answeredAt(), ended).flatMap(Optional::stream).toList();
            assertThat(times).as("%s", known).isSorted();
        }
    }

    private static Attempt tell(int kind, Attempt known, int at) {
        return switch (kind) {
            case 0 -> LateNews.rang(known, after(at), UUID);
            case 1 -> LateNews.answered(known, after(at), UUID);
            case 2 -> LateNews.machine(known, after(at), UUID);
            default -> LateNews.ended(known, told(at, Outcome.ANSWERED, 5), UUID);
        };
    }

    @Test
    void the_call_stays_as_it_stands_but_for_its_version_and_what_is_known_of_its_attempt() {
        for (CallStatus status : CallStatus.values()) {
            Call call = SampleCalls.in(status, SampleCalls.Fate.ENDED);
            Attempt known = call.attempt().orElseThrow().withCallUuid(UUID);
            assertThat(Moves.fillIn(call, SampleCalls.LATEST, NOW, latest -> known)).as("%s", status).isEqualTo(
                    new Decision.Change(new Call(call.id(), call.epoch(), call.version() + 1, call.revision(), status,
                            call.order(), call.retries(), call.lookUps(), call.cancelRequested(), Optional.of(known),
                            call.dueAt(), call.error(), call.updatedAt(), call.completedAt()),
                            new Keeping.Same(), Optional.of(known)));
            assertThat(Moves.fillIn(call, SampleCalls.LATEST, NOW, latest -> latest)).isInstanceOf(Decision.Stay.class);
            assertThat(Moves.fillIn(call, SampleCalls.OLDER, NOW, latest -> known)).isInstanceOf(Decision.Stay.class);
        }
    }

    @Test
    void an_attempt_that_may_be_under_way_is_no_history() {
        for (CallStatus status : CallStatus.values()) {
            assertThat(Moves.isHistory(SampleCalls.in(status, SampleCalls.Fate.OPEN), SampleCalls.LATEST))
                    .isEqualTo(status.isFinal());
            assertThat(Moves.isHistory(SampleCalls.in(status, SampleCalls.Fate.LOST), SampleCalls.LATEST))
                    .isEqualTo(status.isFinal());
            assertThat(Moves.isHistory(SampleCalls.in(status, SampleCalls.Fate.OPEN), SampleCalls.OLDER)).isTrue();
        }
    }
}
