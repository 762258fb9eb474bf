package io.callqueue.standalone;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;

import io.callqueue.kafka.Clients;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.kafka.RecordSender;
import io.callqueue.rebuild.OtherKafka;
import io.callqueue.rebuild.Rebuild;
import io.callqueue.standalone.infra.Environment;
import io.callqueue.store.RedisConnection;
import io.callqueue.store.RedisSettings;

/** Makes Redis what the ledger says, whatever it holds. */
@Command(name = "restore", description = "Makes Redis anew from all of the ledger, where calls wait until it is done; the services do so by themselves when Redis lost data.")
final class RestoreCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public Integer call() {
        Environment environment = Environment.ofProcess();
        Clients clients = new Clients(new KafkaSettings(environment.kafka(), 1, (short) 1, PATIENCE));
        try (RedisConnection redis = RedisConnection.open(new RedisSettings(environment.redis(), PATIENCE));
                Admin admin = clients.admin();
                RecordSender sender = new RecordSender(clients.producer())) {
            Optional<Rebuild.Done> done = new Rebuild(clients, admin, sender, System::nanoTime)
                    .run(redis.unchecked(), true);
            done.ifPresentOrElse(
                    how -> System.out.printf(
                            "Redis is open in epoch %d: %d records of the ledger were read, %d calls written, in %d ms%n",
                            how.epoch(), how.records(), how.calls(), how.took().toMillis()),
                    () -> System.out.println("a service makes Redis anew just now: try again when it is done"));
            return done.isPresent() ? 0 : 1;
        } catch (OtherKafka e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }
}
