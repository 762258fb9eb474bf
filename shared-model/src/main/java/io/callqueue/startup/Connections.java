package io.callqueue.startup;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;

import io.callqueue.kafka.CallTopics;
import io.callqueue.kafka.CampaignPartitions;
import io.callqueue.kafka.Clients;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.kafka.RecordSender;
import io.callqueue.kafka.TopicSetup;
import io.callqueue.store.CallStore;
import io.callqueue.store.RedisConnection;
import io.callqueue.store.RedisSettings;

/** A service's connections to Kafka and Redis. */
public final class Connections implements AutoCloseable {
    private final Clients clients;
    private final Admin admin;
    private final RedisConnection redis;
    private final RecordSender sender;
    private final CallTopics topics;
    private final CallStore store;

    private Connections(Clients clients, Admin admin, RedisConnection redis, RandomGenerator random) {
        this.clients = clients;
        this.admin = admin;
        this.redis = redis;
        this.sender = new RecordSender(clients.producer());
        this.topics = new CallTopics(sender, new CampaignPartitions(random));
        this.store = new CallStore(redis.commands());
    }

    /**
     * Connects, waiting for as long as either is away.
     *
     * @throws IllegalStateException when one of them is set up so that calls could be lost
     * @throws InterruptedException when the service is stopped meanwhile
     */
    public static Connections open(KafkaSettings kafka, RedisSettings redis, RandomGenerator random)
            throws InterruptedException {
        Clients clients = new Clients(kafka);
        RedisConnection connection = Waiting.until("Redis at " + withoutPassword(redis.url()),
                RedisConnectionException.class::isInstance, () -> checked(RedisConnection.open(redis)));
        try {
            Admin admin = Waiting.until("Kafka at " + kafka.bootstrapServers(), Connections::isKafkaAway,
                    () -> withTopics(clients.admin(), kafka));
            return new Connections(clients, admin, connection, random);
        } catch (InterruptedException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static RedisConnection checked(RedisConnection connection) {
        try {
            EvictionCheck.run(connection.commands());
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

    /** @see RedisConnection#listen */
    public void listen(String channel, Runnable heard) {
        redis.listen(channel, heard);
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
        sender.close();
        admin.close();
        redis.close();
    }
}
