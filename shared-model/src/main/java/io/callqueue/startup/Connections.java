package io.callqueue.startup;

import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.apache.kafka.clients.admin.Admin;
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
                RedisConnectionException.class::isInstance,
                () -> RedisConnection.open(redis));
        EvictionCheck.run(connection.commands());
        Admin admin = clients.admin();
        Waiting.until("Kafka at " + kafka.bootstrapServers(), Connections::isKafkaAway, () -> {
            new TopicSetup(kafka).run(admin);
            return admin;
        });
        return new Connections(clients, admin, connection, random);
    }

    private static boolean isKafkaAway(Exception failure) {
        return failure instanceof ExecutionException && failure.getCause() instanceof RetriableException;
    }

    private static String withoutPassword(String url) {
        return url.replaceFirst("//[^@/]*@", "//");
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
