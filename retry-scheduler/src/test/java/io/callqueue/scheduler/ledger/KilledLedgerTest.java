package io.callqueue.scheduler.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.callqueue.codec.Json;
import io.callqueue.event.CallEvent;
import io.callqueue.event.LedgerEntry;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.kafka.Clients;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.kafka.RecordSender;
import io.callqueue.kafka.TopicSetup;
import io.callqueue.statistics.StatisticsRecord.Counts;
import io.callqueue.statistics.Tally;
import io.callqueue.topic.Topics;

import static io.callqueue.scheduler.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;

/** A ledger that gets SIGKILL in the middle, again and again, on a real broker. */
class KilledLedgerTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    private static final int KILLS = 3;
    private static final int CALLS_BETWEEN = 250;
    private static final String ALL_TIME = "total/";
    @TempDir
    private Path state;
    private final Random random = new Random(20261125);
    private Clients clients;
    private RecordSender sender;
    private @Nullable Process ledger;

    @BeforeEach
    void connect() throws Exception {
        kafka.deleteTopics();
        KafkaSettings settings = LedgerProcess.settings(kafka.bootstrapServers());
        clients = new Clients(settings);
        try (var admin = clients.admin()) {
            await().ignoreExceptions().until(() -> {
                new TopicSetup(settings).run(admin);
                return true;
            });
        }
        sender = new RecordSender(clients.producer());
    }

    @AfterEach
    void close() {
        kill();
        sender.close();
    }

    private void startLedger() throws IOException {
        ledger = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx192m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), LedgerProcess.class.getName(), kafka.bootstrapServers(),
                state.toString()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(state.resolve("log").toFile())).start();
    }

    /** SIGKILL. */
    private void kill() {
        Process running = ledger;
        if (running != null) {
            running.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    /** Some calls' lives, in any order and doubled. */
    private void write(String prefix) {
        List<CallEvent> events = new ArrayList<>();
        for (int call = 0; call < CALLS_BETWEEN; call++) {
            events.addAll(Life.of(prefix + call, random, Instant.now().minusSeconds(600)));
        }
        FoldTest.mixed(events, random).stream()
                .map(event -> sender.send(Topics.EVENTS, event.call().id().value(), event)).toList()
                .forEach(acked -> acked.join());
    }

    @Test
    void totals_equal_a_plain_recount_of_the_topic() throws IOException {
        write("first-");
        startLedger();
        for (int kill = 0; kill < KILLS; kill++) {
            await().atMost(Duration.ofSeconds(60)).until(() -> !committed(Topics.LEDGER).isEmpty());
            int seen = committed(Topics.LEDGER).size();
            write("round-" + kill + "-");
            await().atMost(Duration.ofSeconds(60)).until(() -> committed(Topics.LEDGER).size() > seen);
            kill(); // with the rest of this round under way
            startLedger();
        }
        sender.send(new ProducerRecord<>(Topics.EVENTS, bytes("poison"), bytes("nonsense"))).join();

        List<CallEvent> events = committed(Topics.EVENTS).stream().filter(found -> !"poison".equals(text(found.key())))
                .map(found -> Json.read(found.value(), CallEvent.class)).toList();
        Map<String, LedgerEntry> entries = Recount.entries(events.stream());
        Map<String, Tally> recount = ofAllTime(Recount.figures(entries.values(), Instant.now()));
        await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    assertThat(figures()).isEqualTo(recount);
                    assertThat(entries()).isEqualTo(entries);
                    assertThat(committed(Topics.DEAD_LETTER)).hasSize(1);
                });
        assertThat(recount.getOrDefault("total/all", Tally.NOTHING).named()).containsKey("dialed");
    }

    private static Map<String, Tally> ofAllTime(Map<String, Tally> figures) {
        Map<String, Tally> kept = new HashMap<>(figures);
        kept.keySet().removeIf(Predicate.not(name -> name.startsWith(ALL_TIME)));
        return kept;
    }

    /** Over all partitions, the latest of each. */
    private Map<String, Tally> figures() {
        Map<String, Tally> latest = new HashMap<>();
        committed(Topics.STATISTICS).stream().filter(found -> text(found.key()).contains("/" + ALL_TIME))
                .forEach(found -> latest.put(text(found.key()), found.value() == null
                        ? Tally.NOTHING
                        : Tally.named(Json.read(found.value(), Counts.class).counts())));
        Map<String, Tally> sums = new HashMap<>();
        latest.forEach((key, tally) -> sums.merge(key.substring(key.indexOf('/') + 1), tally, Tally::plus));
        sums.values().removeIf(Tally::isEmpty);
        return sums;
    }

    private Map<String, LedgerEntry> entries() {
        Map<String, LedgerEntry> latest = new HashMap<>();
        committed(Topics.LEDGER)
                .forEach(found -> latest.put(text(found.key()), Json.read(found.value(), LedgerEntry.class)));
        return latest;
    }

    /** All that stands in the topic and was not taken back. */
    private List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = clients.reader()) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition())).toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
        }
        return found;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
