package io.callqueue.standalone;

import java.time.Duration;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

import io.callqueue.kafka.Clients;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.scheduler.audit.Audit;
import io.callqueue.scheduler.audit.AuditReport;
import io.callqueue.scheduler.audit.Fault;
import io.callqueue.standalone.infra.Environment;
import io.callqueue.store.CallStore;
import io.callqueue.store.CallWalk;
import io.callqueue.store.RedisConnection;
import io.callqueue.store.RedisSettings;

/** Whether every call that is not final is kept by somebody. */
@Command(name = "audit", description = "Walks Redis and Kafka and names every call that nobody comes back to; exit code 1 if there is one.")
final class AuditCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public Integer call() {
        Environment environment = Environment.ofProcess();
        Clients clients = new Clients(new KafkaSettings(environment.kafka(), 1, (short) 1, PATIENCE));
        try (RedisConnection redis = RedisConnection.open(new RedisSettings(environment.redis(), PATIENCE))) {
            AuditReport report = new Audit(new CallStore(redis.commands()), new CallWalk(redis.commands()), clients)
                    .run();
            report.faults().stream().map(Fault::line).forEach(System.out::println);
            System.out.printf("%d calls, %d of them not final, %d records waiting: %d not kept as they should be%n",
                    report.calls(),
                    report.open(), report.records(), report.faults().size());
            return report.faults().isEmpty() ? 0 : 1;
        }
    }
}
