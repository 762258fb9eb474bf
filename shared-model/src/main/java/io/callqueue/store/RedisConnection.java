package io.callqueue.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
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
 * One connection to Redis, shared by all threads. It comes back by itself; while it is away every command fails at once, so that nothing
 * waits in a buffer and happens later than its sender believes.
 */
public final class RedisConnection implements AutoCloseable {
    private static final Duration RECONNECT = Duration.ofMillis(250);
    private final ClientResources resources;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final List<StatefulRedisPubSubConnection<String, String>> listeners = new CopyOnWriteArrayList<>();

    private RedisConnection(ClientResources resources, RedisClient client) {
        this.resources = resources;
        this.client = client;
        this.connection = client.connect();
    }

    /** @throws io.lettuce.core.RedisConnectionException when Redis can not be reached */
    public static RedisConnection open(RedisSettings settings) {
        ClientResources resources = DefaultClientResources.builder().reconnectDelay(Delay.constant(RECONNECT))
                .nettyCustomizer(new OneWriteForMany()).build();
        RedisURI uri = RedisURI.create(settings.url());
        uri.setTimeout(settings.timeout());
        RedisClient client = RedisClient.create(resources, uri);
        client.setOptions(ClientOptions.builder().disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(settings.timeout()))
                .socketOptions(SocketOptions.builder().connectTimeout(settings.timeout()).build()).build());
        try {
            return new RedisConnection(resources, client);
        } catch (RuntimeException e) {
            shutDown(client, resources);
            throw e;
        }
    }

    public RedisClusterAsyncCommands<String, String> commands() {
        return connection.async();
    }

    /** Tells {@code heard} the channel of every message on one of these; what is sent while the connection is away is not heard. */
    public void listen(Collection<String> channels, Consumer<String> heard) {
        StatefulRedisPubSubConnection<String, String> listening = client.connectPubSub();
        listening.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String from, String message) {
                heard.accept(from);
            }
        });
        try {
            listening.sync().subscribe(channels.toArray(String[]::new));
        } catch (RuntimeException e) {
            listening.close();
            throw e;
        }
        listeners.add(listening);
    }

    @Override
    public void close() {
        listeners.forEach(StatefulRedisPubSubConnection::close);
        connection.close();
        shutDown(client, resources);
    }

    /** What many threads send at the same time leaves in one write, not in one for each. */
    private static final class OneWriteForMany implements NettyCustomizer {
        @Override
        public void afterChannelInitialized(Channel channel) {
            channel.pipeline().addFirst(new FlushConsolidationHandler(
                    FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true));
        }
    }

    private static void shutDown(RedisClient client, ClientResources resources) {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, java.util.concurrent.TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
