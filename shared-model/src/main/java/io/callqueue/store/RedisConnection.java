package io.callqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * A connection to Redis, shared by all threads. It comes back by itself, once the Redis behind it is known to have all it should; until then
 * every command fails at once, so that nothing waits in a buffer and happens later than its sender believes.
 */
public final class RedisConnection implements AutoCloseable {
    private static final Duration RECONNECT = Duration.ofMillis(250);
    private final ClientResources resources;
    private final RedisClient client;
    private final RedisClient listening;
    private final KnownRedis redis;
    private final List<StatefulRedisPubSubConnection<String, String>> listeners = new CopyOnWriteArrayList<>();

    private RedisConnection(ClientResources resources, RedisClient client, RedisClient listening) {
        this.resources = resources;
        this.client = client;
        this.listening = listening;
        this.redis = new KnownRedis(client);
    }

    /** @throws io.lettuce.core.RedisConnectionException when Redis can not be reached */
    public static RedisConnection open(RedisSettings settings) {
        ClientResources resources = DefaultClientResources.builder().reconnectDelay(Delay.constant(RECONNECT))
                .nettyCustomizer(new OneWriteForMany()).build();
        RedisClient client = client(resources, settings, false);
        RedisClient listening = client(resources, settings, true);
        try {
            return new RedisConnection(resources, client, listening);
        } catch (RuntimeException e) {
            shutDown(client, listening, resources);
            throw e;
        }
    }

    private static RedisClient client(ClientResources resources, RedisSettings settings, boolean reconnects) {
        RedisURI uri = RedisURI.create(settings.url());
        uri.setTimeout(settings.timeout());
        RedisClient client = RedisClient.create(resources, uri);
        client.setOptions(ClientOptions.builder().autoReconnect(reconnects)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(settings.timeout()))
                .socketOptions(SocketOptions.builder().connectTimeout(settings.timeout()).build()).build());
        return client;
    }

    /** To a Redis that has all it should. */
    public RedisClusterAsyncCommands<String, String> commands() {
        return redis.commands();
    }

    /** To the Redis that is there, whatever it has; of the connection as it is now. */
    public RedisClusterAsyncCommands<String, String> unchecked() {
        return redis.unchecked();
    }

    /** Why no command goes through now: Redis is away, or does not have all it should. Empty when it has. */
    public Optional<String> closedBecause() {
        return redis.closedBecause();
    }

    /** Looks at Redis at once, and not only at the next tick. */
    public void look() {
        redis.lookNow();
    }

    /** Whether Redis answers, and does not have all it should. */
    public boolean isIncomplete() {
        return redis.isIncomplete();
    }

    /** Takes this Redis for complete as it is, such as one that is empty where nothing is to be restored; and returns when commands go through. */
    public void takeAsComplete() {
        Epochs epochs = new Epochs(unchecked());
        Epochs.Closed closed = epochs.close(UUID.randomUUID().toString(), Instant.EPOCH);
        if (!epochs.open(closed.marks(), closed.highestEpoch() + 1)) {
            throw new RedisException("somebody else makes this Redis anew");
        }
        redis.lookNow();
    }
    /** Tells {@code heard} every message on one of these, behind its channel; what is sent while the connection is away is not heard. */
    public void listen(Collection<String> channels, BiConsumer<String, String> heard) {
        StatefulRedisPubSubConnection<String, String> channel = listening.connectPubSub();
        channel.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String from, String message) {
                heard.accept(from, message);
            }
        });
        try {
            channel.sync().subscribe(channels.toArray(String[]::new));
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
        listeners.add(channel);
    }

    @Override
    public void close() {
        listeners.forEach(StatefulRedisPubSubConnection::close);
        redis.close();
        shutDown(client, listening, resources);
    }

    /** What many threads send at the same time leaves in one write, not in one for each. */
    private static final class OneWriteForMany implements NettyCustomizer {
        @Override
        public void afterChannelInitialized(Channel channel) {
            channel.pipeline().addFirst(new FlushConsolidationHandler(
                    FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true));
        }
    }

    private static void shutDown(RedisClient client, RedisClient listening, ClientResources resources) {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        listening.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, java.util.concurrent.TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
