package io.callqueue.dispatcher.screening;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Decision;
import io.callqueue.codec.Json;
import io.callqueue.request.CallRequest;
import io.callqueue.request.Reading;
import io.callqueue.request.RequestReader;
import io.callqueue.request.RequestReader.UnknownFields;
import io.callqueue.window.CallingWindow;

import static org.assertj.core.api.Assertions.assertThat;

class CallingHoursTest {
    private static final String OFFICE = "{\"days\":[\"mon\",\"tue\",\"wed\",\"thu\",\"fri\"],\"from\":\"09:00\","
            + "\"to\":\"18:00\",\"timezone\":\"callee\"}";
    private static final String INDIA = "+919123456789";
    private static final String NOWHERE = "+80012345678";
    private static final String TOLL_FREE = "+18002530000";
    /** 09:00 of a Friday in India. */
    private static final Instant OPENS = Instant.parse("2027-01-15T03:30:00Z");
    private static final Duration SPREAD = Duration.ofMinutes(5);

    @Test
    void a_call_without_any_window_may_be_dialed_at_any_time() {
        assertThat(screened(request(INDIA, ""), Optional.empty(), OPENS.minusSeconds(1)))
                .isEqualTo(new Screening.Dialable());
    }

    @Test
    void inside_of_its_window_a_call_may_be_dialed_and_outside_it_is_deferred() {
        CallRequest request = request(INDIA, window(OFFICE));
        assertThat(screened(request, Optional.empty(), OPENS)).isEqualTo(new Screening.Dialable());
        Call deferred = moved(request, Optional.empty(), OPENS.minusMillis(1));
        assertThat(deferred.status()).isEqualTo(CallStatus.DEFERRED);
        assertThat(deferred.error())
                .contains("outside its calling window, which opens at 2027-01-15T03:30:00Z (Asia/Calcutta)");
    }

    @Test
    void the_window_of_the_campaign_holds_where_the_call_brings_none() {
        assertThat(moved(request(INDIA, ""), Optional.of(OFFICE), OPENS.minusMillis(1)).status())
                .isEqualTo(CallStatus.DEFERRED);
        assertThat(screened(request(INDIA, ""), Optional.of(OFFICE), OPENS)).isEqualTo(new Screening.Dialable());
    }

    /** The campaign's is open from 03:30 to 12:30 UTC. */
    @ParameterizedTest
    @CsvSource({"12:00,14:00,2027-01-15T03:30:00Z,2027-01-15T06:30:00Z",
            "12:00,14:00,2027-01-15T08:30:00Z,2027-01-18T06:30:00Z",
            "08:00,20:00,2027-01-15T02:30:00Z,2027-01-15T03:30:00Z",
            "08:00,20:00,2027-01-15T12:30:00Z,2027-01-18T03:30:00Z"})
    void both_windows_must_be_open(String from, String to, Instant now, String opens) {
        CallRequest request = request(INDIA, window("{\"from\":\"" + from + "\",\"to\":\"" + to + "\"}"));
        assertOpens(request, Optional.of(OFFICE), now, opens);
        assertThat(screened(request, Optional.of(OFFICE), Instant.parse(opens))).isEqualTo(new Screening.Dialable());
    }

    @Test
    void the_timezone_of_the_request_counts_before_that_of_its_number() {
        CallRequest request = request(INDIA, window(OFFICE) + ",\"timezone\":\"Europe/Berlin\"");
        assertThat(screened(request, Optional.empty(), Instant.parse("2027-01-15T08:00:00Z")))
                .isEqualTo(new Screening.Dialable());
        assertOpens(request, Optional.empty(), OPENS, "2027-01-15T08:00:00Z");
    }

    @Test
    void a_window_of_a_zone_is_kept_by_the_clock_of_that_zone() {
        CallRequest request = request(INDIA, window(OFFICE.replace("callee", "Europe/Berlin")));
        assertOpens(request, Optional.empty(), OPENS, "2027-01-15T08:00:00Z");
    }

    @Test
    void where_nobody_knows_the_callees_zone_it_is_the_campaigns_or_else_the_default() {
        CallRequest request = request(NOWHERE, window(OFFICE));
        assertOpens(request, Optional.empty(), OPENS, "2027-01-15T09:00:00Z");
        assertOpens(request, Optional.of(OFFICE), OPENS, "2027-01-15T09:00:00Z");
        assertOpens(request, Optional.of(OFFICE.replace("callee", "America/New_York")), OPENS, "2027-01-15T14:00:00Z");
    }

    @Test
    void a_number_of_several_zones_is_called_while_all_are_open() {
        CallRequest wide = request(TOLL_FREE, window("{\"from\":\"08:00\",\"to\":\"24:00\"}"));
        Opened opened = opened(wide, Optional.empty(), OPENS);
        assertThat(opened.error()).contains("America/").contains(" more)");
    }

    @Test
    void a_call_whose_windows_are_never_open_at_once_ends() {
        Call ended = moved(request(TOLL_FREE, window(OFFICE)), Optional.empty(), OPENS);
        assertThat(ended.status()).isEqualTo(CallStatus.EXPIRED);
        assertThat(ended.error().orElseThrow()).startsWith("its calling windows are not open at the same time");
        assertThat(moved(request(INDIA, window("{\"from\":\"09:00\",\"to\":\"12:00\"}")),
                Optional.of("{\"from\":\"12:00\",\"to\":\"18:00\"}"), OPENS).status()).isEqualTo(CallStatus.EXPIRED);
    }

    @Test
    void calls_go_on_spread_over_the_first_minutes_of_the_opening() {
        List<Duration> waits = waits(request(INDIA, window(OFFICE)));
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(Duration.ZERO, SPREAD));
        for (int minute = 0; minute < 5; minute++) {
            Duration from = Duration.ofMinutes(minute);
            assertThat(waits).as("in minute %s", minute)
                    .filteredOn(wait -> wait.compareTo(from) >= 0 && wait.compareTo(from.plusMinutes(1)) < 0)
                    .hasSizeBetween(120, 280);
        }
    }

    @Test
    void a_short_opening_is_half_over_at_most_when_its_last_call_goes_on() {
        assertThat(waits(request(INDIA, window("{\"from\":\"09:00\",\"to\":\"09:02\"}"))))
                .allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofMinutes(1)))
                .anySatisfy(wait -> assertThat(wait).isGreaterThan(Duration.ofSeconds(50)));
    }

    @Test
    void a_call_that_expires_soon_after_the_opening_goes_on_before() {
        String expires = ",\"expires_at\":\"2027-01-15T03:30:10Z\"";
        assertThat(waits(request(INDIA, window(OFFICE) + expires)))
                .allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofSeconds(5)));
    }

    @Test
    void a_call_that_expires_before_the_opening_waits_until_then() {
        String expires = ",\"expires_at\":\"2027-01-15T03:29:00Z\"";
        Call deferred = moved(request(INDIA, window(OFFICE) + expires), Optional.empty(), OPENS.minusSeconds(3600));
        assertThat(deferred.dueAt()).contains(OPENS.minusSeconds(60));
    }

    /** @param error without the spread */
    private record Opened(Instant due, String error) {}

    private static List<Duration> waits(CallRequest request) {
        CallingHours hours = hours(Optional.empty());
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Call moved = moved(hours.screen(request, 1, OPENS.minusSeconds(600)), request, OPENS.minusSeconds(600));
            waits.add(Duration.between(OPENS, moved.dueAt().orElseThrow()));
        }
        return waits;
    }

    private static void assertOpens(CallRequest request, Optional<String> campaign, Instant now, String opens) {
        Opened opened = opened(request, campaign, now);
        assertThat(opened.error()).contains("opens at " + opens);
        assertThat(opened.due()).isBetween(Instant.parse(opens), Instant.parse(opens).plus(SPREAD));
    }

    private static Opened opened(CallRequest request, Optional<String> campaign, Instant now) {
        Call moved = moved(request, campaign, now);
        assertThat(moved.status()).isEqualTo(CallStatus.DEFERRED);
        return new Opened(moved.dueAt().orElseThrow(), moved.error().orElseThrow());
    }

    private static Call moved(CallRequest request, Optional<String> campaign, Instant now) {
        return moved(screened(request, campaign, now), request, now);
    }

    private static Call moved(Screening screening, CallRequest request, Instant now) {
        assertThat(screening).isInstanceOf(Screening.Move.class);
        Call queued = Call.created(new CallId("call-1"), request.order(now.minusSeconds(5)), Optional.empty());
        return ((Decision.Change) ((Screening.Move) screening).mover().decide(queued, now)).next();
    }

    private static Screening screened(CallRequest request, Optional<String> campaign, Instant now) {
        return hours(campaign).screen(request, 1, now);
    }

    private static CallingHours hours(Optional<String> campaign) {
        Optional<CallingWindow> window = campaign.map(json -> request(INDIA, window(json)))
                .flatMap(CallRequest::callingWindow);
        return new CallingHours(id -> window.filter(set -> id.equals("campaign-1")), new WindowSettings(SPREAD, "UTC"),
                new Random(42));
    }

    private static String window(String json) {
        return ",\"calling_window\":" + json;
    }

    private static CallRequest request(String number, String more) {
        String json = "{\"phone_number\":\"" + number + "\",\"campaign_id\":\"campaign-1\"" + more + "}";
        return ((Reading.Accepted) new RequestReader(UnknownFields.REFUSE)
                .read(Json.tree(json.getBytes(StandardCharsets.UTF_8)))).request();
    }
}
