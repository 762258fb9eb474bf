package io.callqueue.scheduler.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Decision;
import io.callqueue.call.Moves;
import io.callqueue.call.Priority;
import io.callqueue.call.Reschedule;
import io.callqueue.codec.Json;
import io.callqueue.event.CallEvent;
import io.callqueue.event.LedgerEntry;
import io.callqueue.kafka.DeadLetterCount;
import io.callqueue.request.CallRequest;
import io.callqueue.scheduler.Scene;
import io.callqueue.statistics.StatisticsRecord.Counts;
import io.callqueue.statistics.StatisticsRecord.Progress;
import io.callqueue.statistics.Tally;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;

class TopologyTest {
    private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
    private static final Duration TELL = Duration.ofSeconds(1);
    @TempDir
    private Path state;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> events;
    private TestOutputTopic<byte[], byte[]> statistics;
    private final Map<String, Tally> shown = new HashMap<>();
    private Instant countedUntil = Instant.EPOCH;
    private Instant now = START;

    @BeforeEach
    void start() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(LedgerTopology.build(new DeadLetterCount(metrics)), settings, START);
        events = driver.createInputTopic(Topics.EVENTS, new ByteArraySerializer(), new ByteArraySerializer());
        statistics = driver.createOutputTopic(Topics.STATISTICS, new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private void write(CallEvent event) {
        write(event.call().id().value(), Json.text(event));
    }

    private void write(String key, String value) {
        events.pipeInput(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8), now);
    }

    private void pass(Duration time) {
        driver.advanceWallClockTime(time);
        now = now.plus(time);
        for (TestRecord<byte[], byte[]> told : statistics.readRecordsToList()) {
            String key = new String(told.key(), StandardCharsets.UTF_8);
            assertThat(key).startsWith("0/");
            if (key.equals("0/progress")) {
                countedUntil = Json.read(told.value(), Progress.class).countedUntil();
            } else if (told.value() == null) {
                shown.remove(key.substring(2));
            } else {
                shown.put(key.substring(2), Tally.named(Json.read(told.value(), Counts.class).counts()));
            }
        }
    }

    private static List<CallEvent> lives(int calls, Random random, Instant start) {
        List<CallEvent> events = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            events.addAll(Life.of("call-" + call, random, start));
        }
        return events;
    }

    @Test
    void figures_are_those_of_a_recount_whatever_the_order() {
        Random random = new Random(7);
        List<CallEvent> all = lives(40, random, START.minus(Duration.ofMinutes(30)));
        List<CallEvent> mixed = FoldTest.mixed(all, random);
        mixed.subList(0, mixed.size() / 2).forEach(this::write);
        pass(TELL);
        mixed.subList(mixed.size() / 2, mixed.size()).forEach(this::write);
        pass(Duration.ofSeconds(10));

        assertThat(shown).isEqualTo(Recount.figures(all, now)).isNotEmpty();
        Map<String, LedgerEntry> entries = Recount.entries(all.stream());
        entries.forEach((id, entry) -> assertThat(driver.<String, LedgerEntry>getKeyValueStore(LedgerTopology.CALLS)
                .get(id)).isEqualTo(entry));
    }

    @Test
    void the_changelog_is_the_ledger_that_others_read() {
        CallEvent event = Life.of("call-1", new Random(1), START).getFirst();
        write(event);
        driver.advanceWallClockTime(TELL);
        Map<String, LedgerEntry> read = new HashMap<>();
        driver.createOutputTopic(
                driver.producedTopicNames().stream().filter(name -> name.endsWith("-calls-changelog")).findFirst()
                        .orElseThrow(),
                new ByteArrayDeserializer(), new ByteArrayDeserializer()).readRecordsToList()
                .forEach(found -> read.put(new String(found.key(), StandardCharsets.UTF_8),
                        Json.read(found.value(), LedgerEntry.class)));
        assertThat(read).isEqualTo(Recount.entries(List.of(event).stream()));
        assertThat(LedgerTopology.APPLICATION + "-" + LedgerTopology.CALLS + "-changelog").isEqualTo(Topics.LEDGER);
    }

    @Test
    void a_forgotten_call_leaves_the_ledger_and_goes_on_to_count() {
        List<CallEvent> life = Life.of("call-1", new Random(4), START);
        life.forEach(this::write);
        pass(TELL);
        Map<String, Tally> before = Map.copyOf(shown);
        write(CallEvent.forgotten(life.getLast().call(), now));
        pass(TELL);
        assertThat(shown).isEqualTo(before);
        assertThat(driver.<String, LedgerEntry>getKeyValueStore(LedgerTopology.CALLS).get("call-1")).isNull();
        String changelog = driver.producedTopicNames().stream().filter(name -> name.endsWith("-calls-changelog"))
                .findFirst().orElseThrow();
        var last = driver.createOutputTopic(changelog, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList().getLast();
        assertThat(last.value()).isNull();

        List<CallEvent> next = Life.of("call-1", new Random(5), now);
        next.forEach(this::write);
        pass(TELL);
        assertThat(driver.<String, LedgerEntry>getKeyValueStore(LedgerTopology.CALLS).get("call-1"))
                .isEqualTo(FoldTest.fold(next));
    }

    @Test
    void the_end_of_a_call_counts_once_also_when_it_is_told_only_as_it_is_forgotten() {
        List<CallEvent> life = Life.of("call-1", new Random(4), START);
        CallEvent forgotten = CallEvent.forgotten(life.getLast().call(), now);
        life.subList(0, life.size() - 1).forEach(this::write);
        pass(TELL);
        assertThat(shown).isNotEqualTo(Recount.figures(life, now));
        write(forgotten);
        write(forgotten);
        pass(TELL);
        assertThat(shown).isEqualTo(Recount.figures(life, now));
        assertThat(driver.<String, LedgerEntry>getKeyValueStore(LedgerTopology.CALLS).get("call-1")).isNull();
    }

    @Test
    void a_doubled_event_is_told_once() {
        CallEvent event = Life.of("call-1", new Random(1), START).getFirst();
        write(event);
        pass(TELL);
        Map<String, Tally> before = Map.copyOf(shown);
        shown.clear();
        write(event);
        pass(TELL);
        assertThat(before).isEqualTo(Recount.figures(List.of(event), now));
        assertThat(shown).isEmpty();
    }

    /** Its only call was given another priority, and the ledger died before it told that. */
    @Test
    void whoever_goes_on_after_a_fault_tells_that_a_figure_is_no_more() {
        CallRequest request = Scene.parsed(Scene.request(new CallId("call-1"), Priority.LOW, Optional.empty()));
        Call low = Call.created(new CallId("call-1"), request.order(START), Optional.empty());
        write(CallEvent.of(low, request));
        pass(TELL);
        assertThat(shown).containsKey("total/priority:low");
        write(CallEvent.of(((Decision.Change) Moves.reschedule(low, 1, START,
                new Reschedule(Optional.empty(), Optional.of(Priority.HIGH)))).next()));

        assertThat(toldAtFirst()).containsEntry("total/priority:low", Optional.empty())
                .hasEntrySatisfying("total/priority:high", tally -> assertThat(tally).isPresent());
        assertThat(toldAtFirst()).as("that is told once").doesNotContainKey("total/priority:low");
    }

    /** By whoever begins with the figures as they are. */
    private Map<String, Optional<Tally>> toldAtFirst() {
        Map<String, Optional<Tally>> told = new HashMap<>();
        new Figures(driver.getKeyValueStore(LedgerTopology.FIGURES)).tell(told::put);
        return told;
    }

    @Test
    void windows_are_forgotten_in_their_time_and_a_late_event_does_not_bring_them_back() {
        List<CallEvent> life = Life.of("call-1", new Random(3), START);
        life.subList(0, life.size() - 1).forEach(this::write);
        pass(TELL);
        assertThat(shown.keySet()).anyMatch(name -> name.startsWith("second:"));
        pass(Duration.ofHours(30));
        assertThat(shown.keySet()).noneMatch(name -> name.startsWith("second:") || name.startsWith("minute:"))
                .anyMatch(name -> name.startsWith("hour:"));
        write(life.getLast());
        pass(Duration.ofSeconds(10));
        assertThat(shown).isEqualTo(Recount.figures(life, now));
        pass(Duration.ofDays(100));
        assertThat(shown.keySet()).allMatch(name -> name.startsWith("total/"));
    }

    @Test
    void events_from_long_ago_make_no_windows_of_then() {
        List<CallEvent> life = Life.of("call-1", new Random(3), START.minus(Duration.ofDays(200)));
        life.forEach(this::write);
        pass(TELL);
        assertThat(shown.keySet()).allMatch(name -> name.startsWith("total/")).isNotEmpty();
    }

    @Test
    void what_is_no_event_is_put_aside_and_stops_nothing() {
        CallEvent event = Life.of("call-1", new Random(1), START).getFirst();
        write("call-0", "nonsense");
        write("call-0", Json.text(event));
        write("call-1", """
                {"call":{"id":"call-1","epoch":0,"version":1,"revision":1,"retries":0,"look_ups":0,\
                "cancel_requested":false},"schema_version":1}""");
        write("call-1", "null");
        write(event);
        pass(TELL);
        List<String> reasons = new ArrayList<>();
        driver.createOutputTopic(Topics.DEAD_LETTER, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .forEach(letter -> reasons.add(
                        new String(letter.headers().lastHeader("reason").value(), StandardCharsets.UTF_8)));
        assertThat(reasons).hasSize(4);
        assertThat(metrics.get("callqueue.dead.letters").tag("topic", Topics.EVENTS).counter().count()).isEqualTo(4);
        assertThat(reasons.get(1)).isEqualTo("the key is not the call's id call-1");
        assertThat(reasons.get(2)).startsWith("it can not be folded");
        assertThat(shown).isEqualTo(Recount.figures(List.of(event), now));
    }

    @Test
    void it_tells_how_far_it_is_and_that_it_is_alive() {
        pass(Duration.ofSeconds(3));
        assertThat(countedUntil).isEqualTo(now);
        now = START.minusSeconds(600); // written long before it is read
        write(Life.of("call-1", new Random(1), now).getFirst());
        pass(TELL);
        assertThat(countedUntil).isEqualTo(START.minusSeconds(600));
    }
}
