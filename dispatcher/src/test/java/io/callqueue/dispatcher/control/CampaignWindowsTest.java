package io.callqueue.dispatcher.control;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.codec.Json;
import io.callqueue.control.CampaignSettings;
import io.callqueue.window.CallingWindow;
import io.callqueue.window.TimeOfDay;
import io.callqueue.window.Weekday;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CampaignWindowsTest {
    private static final String KEY = "campaign:a/calling_window";
    private static final CallingWindow WINDOW = new CallingWindow(List.of(Weekday.MON), TimeOfDay.parse("09:00"),
            TimeOfDay.parse("18:00"), CallingWindow.CALLEE, List.of());
    private final CampaignWindows windows = new CampaignWindows();

    @Test
    void the_latest_record_counts_and_an_empty_one_ends_it() {
        windows.apply(KEY, record(Optional.of(WINDOW)));
        assertThat(windows.of("a")).contains(WINDOW);
        assertThat(windows.of("b")).isEmpty();
        windows.apply(KEY, Optional.empty());
        assertThat(windows.of("a")).isEmpty();
    }

    @Test
    void other_records_change_nothing() {
        windows.apply(KEY, record(Optional.of(WINDOW)));
        windows.apply("campaign:a/paused", Optional.empty());
        windows.apply("limits:account", Optional.of("{}".getBytes(UTF_8)));
        windows.apply("nobody:knows", Optional.of("[".getBytes(UTF_8)));
        assertThat(windows.of("a")).contains(WINDOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"calling_window\":{\"from\":\"09:00\"}}", "{\"calling_window\":7}",
            "{\"calling_window\":{\"days\":[\"mon\"],\"from\":\"09:00\",\"to\":\"09:00\",\"timezone\":\"callee\"}}"})
    void a_record_that_is_none_of_ours_leaves_the_window_as_it_was(String json) {
        windows.apply(KEY, record(Optional.of(WINDOW)));
        assertThatThrownBy(() -> windows.apply(KEY, Optional.of(json.getBytes(UTF_8))));
        assertThat(windows.of("a")).contains(WINDOW);
    }

    private static Optional<byte[]> record(Optional<CallingWindow> window) {
        return Optional.of(Json.bytes(CampaignSettings.NONE.withCallingWindow(window)));
    }
}
