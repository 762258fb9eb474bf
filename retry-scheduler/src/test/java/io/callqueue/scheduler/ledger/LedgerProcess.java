package io.callqueue.scheduler.ledger;

import java.nio.file.Path;
import java.time.Duration;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.apache.kafka.clients.admin.Admin;

import io.callqueue.kafka.Clients;
import io.callqueue.kafka.DeadLetterCount;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.scheduler.loop.Loop;

/** A ledger in a process of its own, to be killed: arguments are where Kafka is and the folder for its state. */
final class LedgerProcess {
    private LedgerProcess() {}

    static KafkaSettings settings(String kafka) {
        return new KafkaSettings(kafka, 4, (short) 1, Duration.ofSeconds(2));
    }

    public static void main(String[] args) {
        KafkaSettings kafka = settings(args[0]);
        Admin admin = new Clients(kafka).admin();
        new Loop("ledger", new LedgerStreams(admin, kafka, new LedgerSettings(Path.of(args[1])),
                new DeadLetterCount(new CompositeMeterRegistry()))).start();
    }
}
