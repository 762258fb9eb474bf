package io.callqueue.request;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.callqueue.codec.Json;
import io.callqueue.request.RequestReader.UnknownFields;
import io.callqueue.window.CallingWindow;
import io.callqueue.window.TimeOfDay;
import io.callqueue.window.Weekday;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class WindowBodyTest {
    private static final RequestReader REST = new RequestReader(UnknownFields.REFUSE);

    @Test
    void a_window_is_read_with_all_its_fields() {
        assertThat(accepted(
                """
                        {"days":["fri","mon"],"from":"22:00","to":"06:30","timezone":"Asia/Kolkata","holidays":["2027-01-26"]}"""))
                .isEqualTo(new CallingWindow(List.of(Weekday.MON, Weekday.FRI), TimeOfDay.parse("22:00"),
                        TimeOfDay.parse("06:30"), "Asia/Kolkata", List.of(LocalDate.parse("2027-01-26"))));
    }

    @Test
    void without_days_it_opens_on_all_and_without_a_zone_in_the_callees() {
        assertThat(accepted("{\"from\":\"00:00\",\"to\":\"24:00\"}")).isEqualTo(new CallingWindow(
                List.of(Weekday.values()), TimeOfDay.parse("00:00"), TimeOfDay.parse("24:00"), "callee", List.of()));
    }

    @Test
    void defaults_that_are_written_out_make_no_other_request() {
        assertThat(request("{\"from\":\"09:00\",\"to\":\"18:00\"}").hash()).isEqualTo(request("""
                {"to":"18:00","from":"09:00","holidays":[],"timezone":"callee",
                 "days":["sun","mon","tue","wed","thu","fri","sat"]}""").hash());
        assertThat(request("{\"from\":\"09:00\",\"to\":\"18:00\"}").hash())
                .isNotEqualTo(request("{\"from\":\"09:00\",\"to\":\"18:01\"}").hash());
    }

    @Test
    void a_request_without_a_window_is_written_as_it_always_was() {
        assertThat(Json.text(read("{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c\"}"))).isEqualTo(
                "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c\",\"priority\":\"normal\",\"max_retries\":3,"
                        + "\"retry_policy\":{},\"call_config\":{\"max_duration\":1800,\"ring_timeout\":45,"
                        + "\"machine_detection\":\"off\",\"variables\":{}}}");
    }

    @Test
    void a_kept_request_has_its_window() {
        CallRequest request = request("{\"from\":\"22:00\",\"to\":\"06:00\",\"holidays\":[\"2027-01-26\"]}");
        assertThat(Json.read(Json.bytes(request), CallRequest.class)).isEqualTo(request);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"to":"18:00"}                                       | calling_window.from
            {"from":"09:00"}                                     | calling_window.to
            {"from":"9:00","to":"18:00"}                         | calling_window.from
            {"from":"24:00","to":"18:00"}                        | calling_window.from
            {"from":"09:00","to":"24:01"}                        | calling_window.to
            {"from":9,"to":"18:00"}                              | calling_window.from
            {"from":"09:00","to":"09:00"}                        | calling_window.to
            {"from":"09:00","to":"18:00","timezone":"Mars/City"} | calling_window.timezone
            {"from":"09:00","to":"18:00","timezone":"Callee"}    | calling_window.timezone
            {"from":"09:00","to":"18:00","timezone":null}        | calling_window.timezone
            {"from":"09:00","to":"18:00","days":[]}              | calling_window.days
            {"from":"09:00","to":"18:00","days":["monday"]}      | calling_window.days.0
            {"from":"09:00","to":"18:00","days":"mon"}           | calling_window.days
            {"from":"09:00","to":"18:00","holidays":["2027-02-29"]} | calling_window.holidays
            {"from":"09:00","to":"18:00","holidays":["tomorrow"]} | calling_window.holidays
            {"from":"09:00","to":"18:00","holidays":[7]}         | calling_window.holidays.0
            {"from":"09:00","to":"18:00","until":"19:00"}        | calling_window.until
            """)
    void an_impossible_window_is_refused_with_its_field(String window, String field) {
        Reading read = REST.read(withWindow(window).getBytes(UTF_8));
        assertThat(read).isInstanceOfSatisfying(Reading.Refused.class, refused -> assertThat(refused.refusals())
                .hasSize(1).allSatisfy(refusal -> assertThat(refusal.field()).isEqualTo(field)));
        List<Refusal> alone = new ArrayList<>();
        assertThat(new WindowReader().read(Json.tree(window.getBytes(UTF_8)), "calling_window", alone)).isEmpty();
        assertThat(alone).as("the same of a campaign's").isEqualTo(((Reading.Refused) read).refusals());
    }

    @Test
    void a_window_that_opens_when_it_closes_is_refused_with_what_to_write() {
        Reading read = REST.read(withWindow("{\"from\":\"09:00\",\"to\":\"09:00\"}").getBytes(UTF_8));
        assertThat(((Reading.Refused) read).summary())
                .isEqualTo("calling_window.to: is the same as from: for the whole day write 00:00 and 24:00");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            +919123456789  | Asia/Calcutta
            +14155550100   | America/Los_Angeles
            +4915112345678 | Europe/Berlin
            +9779812345678 | Asia/Katmandu
            """)
    void a_number_tells_its_zone(String number, ZoneId zone) {
        assertThat(CalleeZones.ofNumber(number)).containsExactly(zone);
    }

    @Test
    void a_number_of_no_place_has_all_zones_of_its_country_and_one_of_no_country_has_none() {
        assertThat(CalleeZones.ofNumber("+18002530000")).contains(ZoneId.of("America/New_York"),
                ZoneId.of("America/Los_Angeles"), ZoneId.of("Pacific/Honolulu"));
        assertThat(CalleeZones.ofNumber("+80012345678")).isEmpty();
    }

    @Test
    void the_zone_that_the_request_names_counts() {
        CallRequest request = read("""
                {"phone_number":"+18002530000","campaign_id":"c","timezone":"America/Denver"}""");
        assertThat(CalleeZones.of(request)).isEqualTo(Set.of(ZoneId.of("America/Denver")));
    }

    private static CallingWindow accepted(String window) {
        return request(window).callingWindow().orElseThrow();
    }

    private static CallRequest request(String window) {
        return read(withWindow(window));
    }

    private static CallRequest read(String json) {
        Reading reading = REST.read(json.getBytes(UTF_8));
        assertThat(reading).isInstanceOf(Reading.Accepted.class);
        return ((Reading.Accepted) reading).request();
    }

    private static String withWindow(String window) {
        return "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c\",\"calling_window\":" + window + "}";
    }
}
