package io.callqueue.dispatcher.screening;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Decision;
import io.callqueue.call.Order;
import io.callqueue.call.Priority;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.Cancellation;

import static org.assertj.core.api.Assertions.assertThat;

class ScreeningTest {
    private static final Instant NOW = Instant.parse("2020-01-15T14:30:00Z");
    private static final int REVISION = 5;

    @Test
    void a_queued_call_may_be_dialed_by_the_record_of_its_revision() {
        assertThat(screened(CallStatus.QUEUED, REVISION, Optional.empty(), Optional.empty()))
                .isEqualTo(new Screening.Dialable());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "QUEUED")
    void a_call_that_is_not_queued_was_taken_before(CallStatus status) {
        assertThat(screened(status, REVISION, Optional.empty(), Optional.empty()))
                .isEqualTo(new Screening.Duplicate());
    }

    @Test
    void a_record_of_another_revision_is_out_of_date() {
        assertThat(screened(CallStatus.QUEUED, REVISION - 1, Optional.empty(), Optional.empty()))
                .isEqualTo(new Screening.Duplicate());
        assertThat(screened(CallStatus.QUEUED, REVISION + 1, Optional.empty(), Optional.empty()))
                .isEqualTo(new Screening.Duplicate());
    }

    @Test
    void a_call_whose_expiry_has_come_expires() {
        assertThat(moved(Optional.empty(), Optional.of(NOW)).status()).isEqualTo(CallStatus.EXPIRED);
        assertThat(screened(CallStatus.QUEUED, REVISION, Optional.empty(), Optional.of(NOW.plusMillis(1))))
                .isEqualTo(new Screening.Dialable());
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "SCHEDULED", "DEFERRED", "RETRYING"})
    void a_call_of_a_cancelled_campaign_ends_before_anything_else(CallStatus status) {
        Call call = call(status, Optional.of(NOW.plusSeconds(60)), Optional.of(NOW));
        Screening screening = Screening.of(call, REVISION, NOW, cancelled(call.order().createdAt(), true));
        assertThat(screening).isInstanceOf(Screening.Move.class);
        Decision decision = ((Screening.Move) screening).mover().decide(call, NOW);
        assertThat(((Decision.Change) decision).next().status()).isEqualTo(CallStatus.CANCELLED);
    }

    @Test
    void a_call_under_way_and_a_call_that_came_after_the_resume_are_none_of_a_cancellation_s() {
        Call queued = call(CallStatus.QUEUED, Optional.empty(), Optional.empty());
        Instant created = queued.order().createdAt();
        assertThat(Screening.of(queued, REVISION, NOW, cancelled(created.minusMillis(1), true)))
                .isEqualTo(new Screening.Dialable());
        assertThat(Screening.of(queued, REVISION, NOW, cancelled(created.minusMillis(1), false)))
                .as("not resumed").isInstanceOf(Screening.Move.class);
        assertThat(Screening.of(call(CallStatus.RINGING, Optional.empty(), Optional.empty()), REVISION, NOW,
                cancelled(created, false))).isEqualTo(new Screening.Duplicate());
    }

    private static CampaignSettings cancelled(Instant before, boolean resumed) {
        return CampaignSettings.of(Optional.of(new Cancellation(before, false, resumed)));
    }

    @Test
    void a_call_for_later_gets_its_timer() {
        Call moved = moved(Optional.of(NOW.plusSeconds(60)), Optional.empty());
        assertThat(moved.status()).isEqualTo(CallStatus.SCHEDULED);
        assertThat(moved.dueAt()).contains(NOW.plusSeconds(60));
    }

    @Test
    void a_call_that_is_due_in_a_blink_is_dialed() {
        assertThat(screened(CallStatus.QUEUED, REVISION, Optional.of(NOW.plus(Screening.EARLY)), Optional.empty()))
                .isEqualTo(new Screening.Dialable());
    }

    private static Call moved(Optional<Instant> scheduledAt, Optional<Instant> expiresAt) {
        Screening screening = screened(CallStatus.QUEUED, REVISION, scheduledAt, expiresAt);
        assertThat(screening).isInstanceOf(Screening.Move.class);
        Decision decision = ((Screening.Move) screening).mover()
                .decide(call(CallStatus.QUEUED, scheduledAt, expiresAt), NOW);
        return ((Decision.Change) decision).next();
    }

    private static Screening screened(CallStatus status, int record, Optional<Instant> scheduledAt,
            Optional<Instant> expiresAt) {
        return Screening.of(call(status, scheduledAt, expiresAt), record, NOW, CampaignSettings.NONE);
    }

    private static Call call(CallStatus status, Optional<Instant> scheduledAt, Optional<Instant> expiresAt) {
        Order order = new Order("+919123456789", "campaign-1", Priority.NORMAL, 3, Duration.ofSeconds(45),
                Duration.ofSeconds(1800), NOW.minusSeconds(60), scheduledAt, expiresAt, "hash");
        return new Call(new CallId("call-1"), 1, 7, REVISION, status, order, 0, 0, false, Optional.empty(),
                Optional.empty(), Optional.empty(), NOW.minusSeconds(1), Optional.empty());
    }
}
