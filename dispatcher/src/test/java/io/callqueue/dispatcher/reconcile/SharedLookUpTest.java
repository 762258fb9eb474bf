package io.callqueue.dispatcher.reconcile;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Order;
import io.callqueue.call.Priority;
import io.callqueue.dispatcher.plivo.Plivo;
import io.callqueue.dispatcher.plivo.PlivoRecords;
import io.callqueue.dispatcher.plivo.PlivoSettings;
import io.callqueue.dispatcher.reconcile.ListingPlivo.Answer;
import io.callqueue.tracing.Tracing;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Look-ups by number, which go through the same lists of Plivo's. */
class SharedLookUpTest {
    private static final String CALLER = "+14155550100";
    private static final String NUMBER = "+14155550101";
    private static final Instant CLAIMED = Instant.parse("2026-01-31T23:59:59Z");
    private static final Instant LATER = CLAIMED.plusSeconds(30);
    private static final int MANY = 50;
    private final AtomicLong nanos = new AtomicLong();
    /** What passes between two looks at the clock. */
    private Duration slow = Duration.ZERO;
    private ListingPlivo plivo;
    private LookUp lookUp;

    @BeforeEach
    void start() throws IOException {
        plivo = new ListingPlivo();
        Plivo client = new Plivo(new PlivoSettings("MA" + "X".repeat(18), "token", CALLER, plivo.uri().toString(),
                URI.create("http://127.0.0.1:1"), Duration.ofSeconds(30)),
                new SimpleMeterRegistry(), Tracing.OFF);
        lookUp = new LookUp(new PlivoRecords(client), (uuid, lease) -> false, lease -> CALLER,
                () -> nanos.addAndGet(slow.toNanos()));
    }

    @AfterEach
    void close() {
        plivo.close();
    }

    @ParameterizedTest
    @CsvSource({"queued, 500", "queued, 429", "live, 503", "live, 200"})
    void a_listed_call_that_can_not_be_read_hides_no_other(String list, int status) throws IOException {
        plivo.lists(list, "sick");
        plivo.says(list + "/sick", new Answer(status, "not json"));
        plivo.lists("live", list.equals("live") ? "sick" : "another", "ours");
        plivo.says("live/ours", ListingPlivo.call(CALLER, NUMBER, "ringing"));
        assertThat(find(NUMBER, CLAIMED)).isEqualTo(new Finding.Live("ours", false));
    }

    @Test
    void a_call_that_is_over_is_found_beside_one_that_can_not_be_read() throws IOException {
        plivo.lists("live", "sick");
        plivo.says("live/sick", new Answer(500, ""));
        plivo.says("records", ListingPlivo.record("ours", CALLER, NUMBER));
        assertThat(find(NUMBER, CLAIMED)).isInstanceOfSatisfying(Finding.Over.class,
                over -> assertThat(over.uuid()).isEqualTo("ours"));
    }

    @Test
    void a_record_is_found_whether_plivo_names_numbers_with_a_plus_or_without() throws IOException {
        plivo.says("records+", ListingPlivo.record("ours", CALLER, NUMBER));
        assertThat(find(NUMBER, CLAIMED)).isInstanceOfSatisfying(Finding.Over.class,
                over -> assertThat(over.uuid()).isEqualTo("ours"));
    }

    @Test
    void a_record_without_a_code_and_an_end_says_that_plivo_has_the_call() throws IOException {
        plivo.says("records", ListingPlivo.record("ours", CALLER, NUMBER, Map.of()));
        assertThat(find(NUMBER, CLAIMED)).isEqualTo(new Finding.Queued("ours"));
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "2026-02-01 00:00:10+00:00, 4000"})
    void a_record_of_an_end_without_a_code_is_judged_by_its_answer(String answered, int code) throws IOException {
        plivo.says("records", ListingPlivo.record("ours", CALLER, NUMBER,
                Map.of("end_time", "2026-02-01 00:00:20+00:00", "answer_time", answered)));
        assertThat(find(NUMBER, CLAIMED)).isInstanceOfSatisfying(Finding.Over.class,
                over -> assertThat(over.hangupCode()).isEqualTo(code));
    }

    @Test
    void who_searches_for_too_long_asks_about_no_more_calls_and_believes_nothing_missing() {
        plivo.lists("live", "a", "b");
        plivo.says("live/a", ListingPlivo.call(CALLER, "+14155550998", "ringing"));
        plivo.says("live/b", ListingPlivo.call(CALLER, "+14155550999", "ringing"));
        slow = Duration.ofSeconds(6);
        assertThatThrownBy(() -> find(NUMBER, CLAIMED)).isInstanceOf(IOException.class);
        assertThat(plivo.asked("live/b")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"queued", "live"})
    void an_attempt_is_not_believed_missing_while_a_listed_call_can_not_be_read(String list) throws IOException {
        plivo.lists(list, "sick");
        plivo.says(list + "/sick", new Answer(500, ""));
        assertThatThrownBy(() -> find(NUMBER, CLAIMED)).isInstanceOf(IOException.class);
        plivo.says(list + "/sick", ListingPlivo.call(CALLER, "+14155550999", "ringing"));
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(find(NUMBER, CLAIMED)).isEqualTo(new Finding.NotFound());
    }

    @Test
    void of_a_call_found_again_it_is_told_that_it_was_answered_meanwhile() throws IOException {
        plivo.lists("live", "ours");
        plivo.says("live/ours", ListingPlivo.call(CALLER, NUMBER, "ringing"));
        assertThat(find(NUMBER, CLAIMED)).isEqualTo(new Finding.Live("ours", false));
        plivo.says("live/ours", ListingPlivo.call(CALLER, NUMBER, "in-progress"));
        assertThat(find(NUMBER, CLAIMED)).isEqualTo(new Finding.Live("ours", true));
    }

    @Test
    void a_call_is_asked_about_again_once_it_has_left_the_queue_since_only_then_is_it_told_when_it_began()
            throws IOException {
        plivo.lists("queued", "older");
        plivo.says("queued/older", ListingPlivo.call(CALLER, "+14155550102", "queued"));
        assertThat(find(NUMBER, CLAIMED)).isEqualTo(new Finding.NotFound());
        plivo.lists("queued");
        plivo.lists("live", "older");
        plivo.says("live/older", Answer.of(Map.of("from", CALLER, "to", "+14155550102", "call_status",
                "ringing", "session_start", "2026-01-31 23:00:00.000000+00:00")));
        assertThat(find("+14155550102", LATER)).isEqualTo(new Finding.NotFound());
    }

    @Test
    void many_calls_in_doubt_at_once_ask_for_the_lists_and_about_each_listed_call_once() throws Exception {
        plivo.lists("queued", "a", "gone");
        plivo.says("queued/a", ListingPlivo.call(CALLER, "+14155550998", "queued"));
        plivo.lists("live", "b", "sick");
        plivo.says("live/b", ListingPlivo.call(CALLER, "+14155550999", "ringing"));
        plivo.says("live/sick", new Answer(500, ""));
        assertThat(findMany()).isEmpty();
        assertThat(List.of("queued", "live", "queued/a", "queued/gone", "live/b", "live/sick"))
                .allSatisfy(question -> assertThat(plivo.asked(question)).as(question).isEqualTo(1));
        assertThat(plivo.asked("records")).isEqualTo(MANY);
        assertThat(plivo.asked("records+")).isEqualTo(MANY);
    }

    @Test
    void many_calls_in_doubt_at_once_share_the_news_that_plivos_lists_can_not_be_read() throws Exception {
        plivo.says("queued", new Answer(503, ""));
        assertThat(findMany()).isEmpty();
        assertThat(plivo.asked("queued")).isEqualTo(1);
    }

    @Test
    void four_look_ups_run_at_once_and_the_others_wait_for_them() throws Exception {
        plivo.holdsRecords();
        try (ExecutorService test = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Finding>> found = test.submit(this::findMany);
            await().during(Duration.ofMillis(300)).until(() -> plivo.asked("records") == 4);
            plivo.letsGo();
            assertThat(found.get()).hasSize(MANY).allMatch(new Finding.NotFound()::equals);
        }
    }

    @Test
    void the_lists_are_asked_for_again_after_a_second() throws IOException {
        find(NUMBER, CLAIMED);
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        find(NUMBER, CLAIMED);
        assertThat(plivo.asked("live")).isEqualTo(1);
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        find(NUMBER, CLAIMED);
        assertThat(plivo.asked("live")).isEqualTo(2);
        assertThat(plivo.asked("queued")).isEqualTo(2);
    }

    @Test
    void two_look_ups_of_an_attempt_never_rest_on_the_same_lists() throws IOException {
        assertThat(find(NUMBER, CLAIMED)).isEqualTo(new Finding.NotFound());
        plivo.lists("live", "ours");
        plivo.says("live/ours", ListingPlivo.call(CALLER, NUMBER, "ringing"));
        nanos.addAndGet(Duration.ofMillis(200).toNanos());
        Instant missedOnce = LATER.minusMillis(100);
        assertThat(find(NUMBER, missedOnce)).isEqualTo(new Finding.Live("ours", false));
    }

    /** Look-ups of calls to as many numbers; what the ones found that could tell. */
    private List<Finding> findMany() throws InterruptedException {
        List<Future<Finding>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < MANY; i++) {
                String number = "+14155551%03d".formatted(i);
                asked.add(threads.submit(() -> find(number, CLAIMED)));
            }
        }
        List<Finding> found = new ArrayList<>();
        for (Future<Finding> each : asked) {
            try {
                found.add(each.get());
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(IOException.class);
            }
        }
        return found;
    }

    /** @param updatedAt since when the call stands as it does; it is looked up at {@link #LATER} */
    private Finding find(String number, Instant updatedAt) throws IOException {
        Order order = new Order(number, "campaign-1", Priority.NORMAL, 3, Duration.ofSeconds(45),
                Duration.ofSeconds(1800), CLAIMED, Optional.empty(), Optional.empty(), "hash");
        Call call = new Call(new CallId("call-1"), 1, 7, 5, CallStatus.UNKNOWN, order, 0, 0, false,
                Optional.of(Attempt.claimed(1, "pod", "call-1/1/x", CLAIMED)), Optional.empty(), Optional.empty(),
                updatedAt, Optional.empty());
        return lookUp.find(call, List.of(), LATER);
    }
}
