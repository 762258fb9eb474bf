package io.callqueue.bench.ledger;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

import io.callqueue.bench.Figures;
import io.callqueue.infra.kafka.EmbeddedKafka;
import io.callqueue.infra.kafka.KafkaOptions;
import io.callqueue.kafka.Clients;
import io.callqueue.kafka.DeadLetterCount;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.kafka.RecordSender;
import io.callqueue.kafka.TopicSetup;
import io.callqueue.scheduler.ledger.LedgerSettings;
import io.callqueue.scheduler.ledger.LedgerStreams;
import io.callqueue.scheduler.ledger.LedgerTopology;
import io.callqueue.topic.Topics;

/** Events a second that the ledger folds, beside a consumer that only reads the same topic. */
public final class LedgerBench {
    private static final int PARTITIONS = 4;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long LOOK_MILLIS = 20;
    private final int calls;
    private final int rounds;
    private final Path state;
    private final PrintStream out;
    private final Figures bare = new Figures();
    private final Figures ours = new Figures();

    /** @param rounds not counting the first, which warms up; each has a Kafka of its own, @param state an empty folder */
    public LedgerBench(int calls, int rounds, Path state, PrintStream out) {
        this.calls = calls;
        this.rounds = rounds;
        this.state = state;
        this.out = out;
    }

    public void run() throws IOException, InterruptedException, ExecutionException {
        for (int round = 0; round <= rounds; round++) {
            try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaOptions.temporary())) {
                round(new KafkaSettings(kafka.bootstrapServers(), PARTITIONS, (short) 1, Duration.ofSeconds(10)),
                        round > 0);
            }
        }
        out.printf("ledger: %,d events of %,d calls; medians of %d rounds (and ranges)%n", events(), calls, rounds);
        out.printf("  consumer that only reads  %s events a second%n", bare.whole());
        out.printf("  ledger, one thread        %s, %s of it%n", ours.whole(), ours.over(bare).ratio());
    }

    private long events() {
        return (long) calls * Written.EVENTS_OF_A_CALL;
    }

    private void round(KafkaSettings kafka, boolean counts)
            throws IOException, InterruptedException, ExecutionException {
        Clients clients = new Clients(kafka);
        try (Admin admin = clients.admin(); RecordSender sender = new RecordSender(clients.producer())) {
            new TopicSetup(kafka).run(admin);
            new Written(Instant.now()).write(sender, calls);
            double read = read(clients);
            double folded = fold(kafka, admin);
            out.printf("  read %,.0f, folded %,.0f a second%n", read, folded);
            if (counts) {
                bare.add(read);
                ours.add(folded);
            }
        }
    }

    private double read(Clients clients) {
        try (Consumer<byte[], byte[]> consumer = clients.reader()) {
            List<TopicPartition> all = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topics.EVENTS, partition)).toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long found = consumer.poll(POLL).count();
            long first = found;
            long start = System.nanoTime();
            while (found < events()) {
                found += consumer.poll(POLL).count();
            }
            return perSecond(found - first, start);
        }
    }

    /** From its first commit to its last: a start costs the same for any number of events. */
    private double fold(KafkaSettings kafka, Admin admin)
            throws IOException, InterruptedException, ExecutionException {
        try (LedgerStreams ledger = new LedgerStreams(admin, kafka, new LedgerSettings(state),
                new DeadLetterCount(new CompositeMeterRegistry()))) {
            Duration unused = ledger.run();
            long first = awaitCommitted(admin, 1);
            long start = System.nanoTime();
            long last = awaitCommitted(admin, events());
            return perSecond(last - first, start);
        }
    }

    private static long awaitCommitted(Admin admin, long events) throws InterruptedException, ExecutionException {
        long committed = 0;
        while (committed < events) {
            Thread.sleep(LOOK_MILLIS);
            committed = admin.listConsumerGroupOffsets(LedgerTopology.APPLICATION).partitionsToOffsetAndMetadata().get()
                    .values().stream().mapToLong(offset -> offset.offset()).sum();
        }
        return committed;
    }

    private static double perSecond(long events, long start) {
        return events / ((System.nanoTime() - start) / 1e9);
    }
}
