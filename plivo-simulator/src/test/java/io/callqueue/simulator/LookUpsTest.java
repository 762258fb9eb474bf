package io.callqueue.simulator;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.simulator.behavior.Lags;
import io.callqueue.simulator.behavior.Limits;
import io.callqueue.simulator.outcome.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

class LookUpsTest extends SimulatorTest {
    private int listed(String status) {
        return dialer.get("Call/?status=" + status).json().path("calls").size();
    }

    @Test
    void a_talking_call_is_live_and_has_no_record() throws IOException {
        everybodyTalksForever();
        String uuid = dialer.dial(NUMBER).requestUuid();
        eventually().until(() -> receiver.paths().contains("/answer"));
        assertThat(dialer.get("Call/?status=live").json().path("calls").get(0).asString()).isEqualTo(uuid);
        Dialer.Answer live = dialer.get("Call/" + uuid + "/?status=live");
        assertThat(live.json().path("call_status").asString()).isEqualTo("in-progress");
        assertThat(live.json().path("request_uuid").asString()).isEqualTo(uuid);
        assertThat(live.json().path("to").asString()).isEqualTo("14155550101");
        assertThat(dialer.get("Call/" + uuid + "/").status()).isEqualTo(404);
    }

    @Test
    void a_hangup_by_the_api_is_normal_and_leaves_a_record() throws IOException {
        everybodyTalksForever();
        String uuid = dialer.dial(NUMBER).requestUuid();
        eventually().until(() -> receiver.paths().contains("/answer"));
        assertThat(dialer.delete("Call/" + uuid + "/").status()).isEqualTo(204);
        assertThat(hangup().fields()).containsEntry("HangupCauseCode", "4000").containsEntry("HangupSource",
                "API Request");
        Dialer.Answer found = dialer.get("Call/" + uuid + "/");
        assertThat(found.json().path("hangup_cause_code").asInt()).isEqualTo(4000);
        assertThat(found.json().has("request_uuid")).isFalse();
        assertThat(dialer.delete("Call/" + uuid + "/").status()).isEqualTo(404);
    }

    @Test
    void a_hangup_while_it_rings_cancels() throws IOException {
        pace(simulator.behavior().pace().withRing(FOREVER));
        String uuid = dialer.dial(NUMBER).requestUuid();
        eventually().until(() -> receiver.paths().contains("/ring"));
        dialer.delete("Call/" + uuid + "/");
        assertThat(hangup().fields()).containsEntry("HangupCauseCode", "1000").containsEntry("CallStatus", "cancel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Call/", "Call//"})
    void a_hangup_of_no_uuid_ends_every_call(String path) throws IOException {
        everybodyTalksForever();
        dialer.dial("+14155550101<+14155550102<+14155550103");
        assertThat(dialer.delete(path).status()).isEqualTo(204);
        assertThat(simulator.calls()).isEmpty();
        assertThat(simulator.witness().liveCalls()).isZero();
    }

    @Test
    void beyond_the_calls_per_second_calls_are_queued_and_can_be_canceled() throws IOException {
        everybodyTalksForever();
        simulator.behavior(simulator.behavior().withLimits(Limits.NONE.withCallsPerSecond(0.01)));
        assertThat(dialer.dial(NUMBER).json().path("message").asString()).isEqualTo("call fired");
        Dialer.Answer second = dialer.dial("+14155550102");
        assertThat(second.json().path("message").asString()).isEqualTo("call queued");
        assertThat(dialer.get("Call/?status=queued").json().path("calls").get(0).asString())
                .isEqualTo(second.requestUuid());
        assertThat(dialer.get("Call/" + second.requestUuid() + "/?status=queued").json().path("call_status").asString())
                .isEqualTo("queued");
        assertThat(dialer.delete("Call/" + second.requestUuid() + "/").status()).isEqualTo(404);
        assertThat(dialer.delete("Request/" + second.requestUuid() + "/").status()).isEqualTo(204);
        assertThat(hangup().field("HangupCauseCode")).isEqualTo("1000");
        assertThat(listed("queued")).isZero();
        assertThat(dialer.delete("Request/" + second.requestUuid() + "/").status()).isEqualTo(404);
    }

    @Test
    void a_queued_call_rings_in_its_turn() throws IOException {
        simulator.behavior(simulator.behavior().withLimits(Limits.NONE.withCallsPerSecond(20)));
        dialer.dial("+14155550101<+14155550102<+14155550103");
        eventually().until(() -> receiver.paths().stream().filter("/hangup"::equals).count() == 3);
        assertThat(simulator.witness().mostLiveCalls()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void lists_are_behind_by_their_lag_at_both_ends_of_a_call() throws IOException {
        everybodyTalksForever();
        Duration lag = Duration.ofHours(1);
        simulator.behavior(simulator.behavior().withLags(Lags.NONE.withList(lag)));
        String uuid = dialer.dial(NUMBER).requestUuid();
        eventually().until(() -> receiver.paths().contains("/answer"));
        assertThat(listed("live")).isZero();
        moveClock(lag);
        assertThat(listed("live")).isEqualTo(1);
        assertThat(dialer.delete("Call/" + uuid + "/").status()).isEqualTo(204);
        assertThat(listed("live")).isEqualTo(1);
        moveClock(lag);
        assertThat(listed("live")).isZero();
    }

    @Test
    void a_record_is_written_after_its_lag() throws IOException {
        simulator.behavior(simulator.behavior().withLags(Lags.NONE.withRecord(Duration.ofHours(1))));
        String uuid = dialer.dial(NUMBER).requestUuid();
        hangup();
        assertThat(dialer.get("Call/" + uuid + "/").status()).isEqualTo(404);
        assertThat(dialer.get("Call/?to_number=14155550101").json().path("objects").size()).isZero();
        simulator.behavior(simulator.behavior().withLags(Lags.NONE));
        assertThat(dialer.get("Call/" + uuid + "/").status()).isEqualTo(200);
    }

    @Test
    void records_are_found_by_number_and_time_in_pages_newest_first() throws IOException {
        simulator.number(NUMBER, Outcome.BUSY, Outcome.NO_ANSWER, Outcome.ANSWERED);
        for (int i = 0; i < 3; i++) {
            int ended = i + 1;
            dialer.dial(NUMBER);
            eventually().until(() -> receiver.paths().stream().filter("/hangup"::equals).count() == ended);
        }
        dialer.dial("+14155550102");
        Dialer.Answer page = dialer
                .get("Call/?to_number=%2B14155550101&end_time__gte=2020-01-01%2000:00:00&limit=2&offset=1");
        assertThat(page.status()).isEqualTo(400);
        page = dialer.get("Call/?to_number=%2B14155550101&limit=2&offset=1");
        assertThat(page.json().path("meta").path("total_count").asInt()).isEqualTo(3);
        assertThat(page.json().path("objects").valueStream().map(each -> each.path("hangup_cause_code").asInt()))
                .containsExactly(3000, 3010);
        assertThat(dialer.get("Call/?end_time__gte=" + hoursFromNow(1)).json().path("objects").size()).isZero();
        assertThat(page.json().path("objects").get(0).path("answer_time").isNull()).isTrue();
    }

    private static String hoursFromNow(int hours) {
        return LocalDateTime.now(ZoneOffset.UTC).plusHours(hours)
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd'%20'HH:mm:ss", Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=21", "limit=0", "offset=-1", "end_time__gte=yesterday", "end_time__gte=1700000000",
            "end_time__gte=2020-01-01%2000:00:00", "colour=red", "status=maybe"})
    void a_query_that_plivo_would_not_take_is_refused(String query) {
        assertThat(dialer.get("Call/?" + query).status()).isEqualTo(400);
    }
}
