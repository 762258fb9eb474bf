package io.callqueue.bench.due;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.ConfigurableApplicationContext;

import io.callqueue.bench.Figures;
import io.callqueue.bench.Peer;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.infra.kafka.EmbeddedKafka;
import io.callqueue.infra.kafka.KafkaOptions;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.scheduler.SchedulerApplication;
import io.callqueue.startup.Connections;
import io.callqueue.store.RedisSettings;
import io.callqueue.topic.Topics;

/** Calls that come due: how many a second can be read from Kafka again, and how late. */
public final class DueBench {
    private static final int PARTITIONS = 6;
    private static final String TOPIC = Topics.of(Priority.NORMAL);
    /** No retry-scheduler reads it: else the next one would take the bare loop's records for a direct producer's calls. */
    private static final String BARE_TOPIC = Topics.CALLBACKS;
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration STEADY = Duration.ofSeconds(20);
    private static final int STEADY_RATE = 1_000;
    /** What is written in a second at least, before the first one is due. */
    private static final int WRITTEN = 2_500;
    private final int calls;
    private final int rounds;
    private final Optional<Peer> peer;
    private final PrintStream out;
    private final Figures bare = new Figures();
    private final Figures ours = new Figures();
    private final Figures bytes = new Figures();
    private final Figures peers = new Figures();
    private final Figures peersBytes = new Figures();

    /** @param calls of each round, @param rounds not counting the first, which warms up */
    public DueBench(int calls, int rounds, Optional<Peer> peer, PrintStream out) {
        this.calls = calls;
        this.rounds = rounds;
        this.peer = peer;
        this.out = out;
    }

    public void run() throws IOException, InterruptedException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaOptions.temporary());
                EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.temporary());
                Connections to = Connections.open(
                        new KafkaSettings(kafka.bootstrapServers(), PARTITIONS, (short) 1, Duration.ofSeconds(10)),
                        new RedisSettings(redis.uri(), Duration.ofSeconds(10)), new Random(1))) {
            for (int round = 0; round <= rounds; round++) {
                bare(to, round > 0);
                ours(kafka, redis, to, round > 0);
                if (round > 0 && peer.isPresent()) {
                    peer(peer.get());
                }
            }
            report();
            steady(kafka, redis, to);
        }
    }

    private void bare(Connections to, boolean counts) {
        try (Consumer<byte[], byte[]> consumer = consumer(to, BARE_TOPIC);
                Producer<byte[], byte[]> producer = to.clients().producer()) {
            Appointments appointments = appointments(calls, AT_ONCE, to);
            Republished republished = new Republished(consumer, calls);
            BareDue loop = new BareDue(to.store(), producer, BARE_TOPIC);
            CompletableFuture<Void> popped = CompletableFuture
                    .runAsync(() -> loop.republish(calls, appointments.first()));
            republished.await(appointments);
            popped.join();
            take("bare loop", republished, appointments, bare, counts);
        }
    }

    private void ours(EmbeddedKafka kafka, EmbeddedRedis redis, Connections to, boolean counts) {
        try (Consumer<byte[], byte[]> consumer = consumer(to, TOPIC)) {
            forgetAll(to);
            long before = usedMemory(to);
            Appointments appointments = appointments(calls, AT_ONCE, to);
            if (counts) {
                bytes.add((usedMemory(to) - before) / (double) calls);
            }
            Republished republished = new Republished(consumer, calls);
            try (ConfigurableApplicationContext scheduler = scheduler(kafka, redis)) {
                republished.await(appointments);
            }
            take("retry-scheduler", republished, appointments, ours, counts);
        }
    }

    private void steady(EmbeddedKafka kafka, EmbeddedRedis redis, Connections to) {
        int due = STEADY_RATE * (int) STEADY.toSeconds();
        try (Consumer<byte[], byte[]> consumer = consumer(to, TOPIC)) {
            Appointments appointments = appointments(due, STEADY, to);
            Republished republished = new Republished(consumer, due);
            try (ConfigurableApplicationContext scheduler = scheduler(kafka, redis)) {
                republished.await(appointments);
            }
            out.printf("  %,d due a second: can be read %d ms late (p50), %d ms (p99), %d ms at most%n", STEADY_RATE,
                    republished.lateness(0.5), republished.lateness(0.99), republished.lateness(1));
        }
    }

    /** On a Redis of its own: ours would be made anew when it is emptied. */
    private void peer(Peer bullmq) throws IOException, InterruptedException {
        Result result;
        try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.temporary())) {
            result = Json.read(bullmq.output("due.mjs", String.valueOf(redis.port()), String.valueOf(calls),
                    String.valueOf(AT_ONCE.toMillis()), String.valueOf(lead(calls).toMillis())), Result.class);
        }
        peers.add(result.perSecond);
        peersBytes.add(result.bytes);
        out.printf("  BullMQ: %,.0f a second, %,d ms late (p50), %,d ms (p99)%n", result.perSecond, result.p50,
                result.p99);
    }

    /** What the peer's script prints. */
    private record Result(double perSecond, double bytes, long p50, long p99) {}

    private static Consumer<byte[], byte[]> consumer(Connections to, String topic) {
        Consumer<byte[], byte[]> consumer = to.clients().reader();
        Republished.seekToEnd(consumer,
                IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(topic, i)).toList());
        return consumer;
    }

    private static Appointments appointments(int calls, Duration over, Connections to) {
        forgetAll(to);
        Appointments appointments = Appointments.in(lead(calls), calls, over);
        appointments.make(to.store());
        return appointments;
    }

    private static void forgetAll(Connections to) {
        to.emptyRedis();
    }

    private static Duration lead(int calls) {
        return Duration.ofSeconds(5 + calls / WRITTEN);
    }

    private static ConfigurableApplicationContext scheduler(EmbeddedKafka kafka, EmbeddedRedis redis) {
        return SchedulerApplication.builder().run("--KAFKA_BOOTSTRAP_SERVERS=" + kafka.bootstrapServers(),
                "--REDIS_URL=" + redis.uri(), "--KAFKA_PARTITIONS=" + PARTITIONS, "--logging.level.root=ERROR");
    }

    private static long usedMemory(Connections to) {
        return to.redis().info("memory").toCompletableFuture().join().lines()
                .filter(line -> line.startsWith("used_memory:")).mapToLong(line -> Long.parseLong(line.substring(12)))
                .sum();
    }

    private void take(String who, Republished republished, Appointments appointments, Figures figures,
            boolean counts) {
        double perSecond = republished.perSecond(appointments);
        if (counts) {
            figures.add(perSecond);
        }
        out.printf("  %s: %,.0f a second, %,d ms late (p50), %,d ms (p99)%n", who, perSecond,
                republished.lateness(0.5), republished.lateness(0.99));
    }

    private void report() {
        out.printf("due: %,d calls due within %d s; medians of %d rounds (and ranges)%n", calls, AT_ONCE.toSeconds(),
                rounds);
        out.printf("  bare loop of the same script and a producer  %s a second can be read from Kafka%n", bare.whole());
        out.printf("  retry-scheduler                              %s, %s of the bare loop; %s bytes of Redis a call%n",
                ours.whole(), ours.over(bare).ratio(), bytes.whole());
        if (!peers.isEmpty()) {
            out.printf(
                    "  BullMQ's delayed jobs                        %s; the retry-scheduler is %s times as fast; %s bytes a job%n",
                    peers.whole(), ours.over(peers).ratio(), peersBytes.whole());
        }
    }
}
