package io.callqueue.startup;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;

import io.callqueue.kafka.BacklogWatch;
import io.callqueue.kafka.Backlogs;
import io.callqueue.kafka.CallTopics;
import io.callqueue.kafka.CampaignPartitions;
import io.callqueue.kafka.Clients;
import io.callqueue.kafka.DeadLetterCount;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.kafka.RecordSender;
import io.callqueue.kafka.TopicSetup;
import io.callqueue.rebuild.Rebuild;
import io.callqueue.rebuild.Rebuilder;
import io.callqueue.store.CallStore;
import io.callqueue.store.Epochs;
import io.callqueue.store.RedisConnection;
import io.callqueue.store.RedisSettings;
import io.callqueue.store.ScriptRunner;
import io.callqueue.store.ScriptTimes;

/** A service's connections to Kafka and Redis. */
public final class Connections implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final Clients clients;
    private final Admin admin;
    private final RedisConnection redis;
    private final ScriptRunner scripts;
    private final String redisAt;
    private final RecordSender sender;
    private final CallTopics topics;
    private final CallStore store;
    private final BacklogWatch backlogs;
    private final Rebuilder rebuilder;

    private Connections(Clients clients, Admin admin, RedisConnection redis, String redisAt, RandomGenerator random,
            MeterRegistry metrics) {
        this.clients = clients;
        this.admin = admin;
        this.redis = redis;
        this.scripts = new ScriptRunner(redis.commands(), new ScriptTimes(metrics));
        this.redisAt = redisAt;
        this.sender = new RecordSender(clients.producer());
        Backlogs waiting = new Backlogs();
        this.store = new CallStore(scripts);
        this.topics = new CallTopics(sender, new CampaignPartitions(waiting, random), store::standsAs,
                new DeadLetterCount(metrics));
        this.backlogs = new BacklogWatch(admin, sender::partitions, waiting);
        backlogs.start();
        this.rebuilder = new Rebuilder(redis, new Rebuild(clients, admin, sender, System::nanoTime));
        rebuilder.start();
    }

    /** The same for whom nobody asks for metrics. */
    public static Connections open(KafkaSettings kafka, RedisSettings redis, RandomGenerator random)
            throws InterruptedException {
        return open(kafka, redis, random, new CompositeMeterRegistry());
    }

    /**
     * Connects, waiting for as long as either is away, and a little for a Redis that is made anew.
     *
     * @param metrics where scripts, dead letters and what waits in Kafka are counted
     * @throws IllegalStateException when one of them is set up so that calls could be lost
     * @throws InterruptedException when the service is stopped meanwhile
     */
    public static Connections open(KafkaSettings kafka, RedisSettings redis, RandomGenerator random,
            MeterRegistry metrics) throws InterruptedException {
        Clients clients = new Clients(kafka);
        String where = "Redis at " + withoutPassword(redis.url());
        RedisConnection connection = Waiting.until(where, Connections::isRedisAway,
                () -> checked(RedisConnection.open(redis)));
        try {
            Admin admin = Waiting.until("Kafka at " + kafka.bootstrapServers(), Connections::isKafkaAway,
                    () -> withTopics(clients.admin(), kafka));
            Connections to = new Connections(clients, admin, connection, where, random, metrics);
            to.rebuilder.awaitComplete(PATIENCE);
            return to;
        } catch (InterruptedException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static RedisConnection checked(RedisConnection connection) {
        try {
            EvictionCheck.run(connection.unchecked());
            return connection;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static Admin withTopics(Admin admin, KafkaSettings settings)
            throws ExecutionException, InterruptedException {
        try {
            new TopicSetup(settings).run(admin);
            return admin;
        } catch (ExecutionException | InterruptedException | RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /** It does not answer; what it answers, such as a wrong password, is another matter. */
    private static boolean isRedisAway(Exception failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return cause instanceof RedisException && !(cause instanceof RedisCommandExecutionException);
    }

    /** It does not answer, or its name is not known yet. */
    private static boolean isKafkaAway(Exception failure) {
        boolean unanswered = failure instanceof ExecutionException && failure.getCause() instanceof RetriableException;
        boolean unnamed = failure instanceof KafkaException && failure.getCause() instanceof ConfigException cause
                && String.valueOf(cause.getMessage()).contains("No resolvable bootstrap urls");
        return unanswered || unnamed;
    }

    private static String withoutPassword(String url) {
        return url.replaceFirst("//.*@", "//");
    }

    public Clients clients() {
        return clients;
    }

    public Admin admin() {
        return admin;
    }

    public RedisClusterAsyncCommands<String, String> redis() {
        return redis.commands();
    }

    /** Why Redis can not be used now; empty when it can. */
    public Optional<String> redisClosedBecause() {
        return redis.closedBecause();
    }

    /** Empties Redis, which is still taken for complete. For benchmarks: what it had is lost. */
    public void emptyRedis() {
        new Epochs(redis.commands()).empty();
    }

    /** Scripts on this connection, with the time that each takes. */
    public ScriptRunner scripts() {
        return scripts;
    }

    /** How many records wait in Kafka to be dialed. */
    public BacklogWatch backlogs() {
        return backlogs;
    }

    /**
     * Waits for as long as Redis is away.
     *
     * @throws InterruptedException when the service is stopped meanwhile
     * @see RedisConnection#listen
     */
    public void listen(Collection<String> channels, BiConsumer<String, String> heard) throws InterruptedException {
        boolean unused = Waiting.until(redisAt, Connections::isRedisAway, () -> {
            redis.listen(channels, heard);
            return true;
        });
    }

    public RecordSender sender() {
        return sender;
    }

    public CallTopics topics() {
        return topics;
    }

    public CallStore store() {
        return store;
    }

    @Override
    public void close() {
        rebuilder.close();
        backlogs.close();
        sender.close();
        admin.close();
        redis.close();
    }
}
