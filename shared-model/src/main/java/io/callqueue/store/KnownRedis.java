package io.callqueue.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands to a Redis that is known to have all it should: every new connection is looked at before anybody gets it. A Redis that was
 * restarted, failed over or emptied may have lost what was written last; until it is made anew from the ledger every command fails at once,
 * as while Redis is away.
 */
final class KnownRedis implements InvocationHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KnownRedis.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    /** How long an emptied Redis, whose connections stand, may go unnoticed by commands that are no scripts. */
    private static final Duration TICK = Duration.ofSeconds(1);
    private final RedisClient client;
    private final RedisClusterAsyncCommands<String, String> commands;
    private final Semaphore broken = new Semaphore(0);
    private final ReentrantLock looking = new ReentrantLock();
    private final Thread loop = Thread.ofVirtual().name("known-redis").unstarted(this::run);
    private volatile StatefulRedisConnection<String, String> connection;
    private volatile Optional<String> closedBecause = Optional.of("it was not looked at yet");
    private volatile boolean isIncomplete;
    private boolean wasKnown;
    private volatile boolean closing;

    @SuppressWarnings("unchecked")
    KnownRedis(RedisClient client) {
        this.client = client;
        this.connection = client.connect(Utf8Codec.INSTANCE);
        this.commands = (RedisClusterAsyncCommands<String, String>) Proxy.newProxyInstance(
                KnownRedis.class.getClassLoader(), new Class<?>[]{RedisClusterAsyncCommands.class}, this);
        heed(connection);
        look();
        loop.start();
    }

    RedisClusterAsyncCommands<String, String> commands() {
        return commands;
    }

    /** To whatever Redis is there. */
    RedisClusterAsyncCommands<String, String> unchecked() {
        return connection.async();
    }

    /** Whether it answers, and does not have all it should. */
    boolean isIncomplete() {
        return isIncomplete;
    }

    /** Looks at once. */
    void lookNow() {
        look();
    }

    /** Why no command goes through now. */
    Optional<String> closedBecause() {
        return closedBecause;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        StatefulRedisConnection<String, String> looked = connection; // before what is known of it: another one may follow
        Optional<String> closed = closedBecause;
        if (closed.isPresent() && method.getReturnType() == RedisFuture.class) {
            return refused(closed.get());
        }
        try {
            return method.invoke(looked.async(), args);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static RedisFuture<?> refused(String why) {
        AsyncCommand<String, String, String> command = new AsyncCommand<>(
                new Command<>(CommandType.PING, new StatusOutput<>(Utf8Codec.INSTANCE)));
        command.completeExceptionally(new RedisConnectionException("Redis can not be used: " + why));
        return command;
    }

    /** A broken connection closes before a new one can be made: nothing reaches another process unlooked at. */
    private void heed(StatefulRedisConnection<String, String> made) {
        made.addListener(new RedisConnectionStateAdapter() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> which) {
                closeBecause(made, "the connection broke");
                broken.release();
            }
        });
    }

    private synchronized void closeBecause(StatefulRedisConnection<String, String> of, String why) {
        if (of == connection) {
            closedBecause = Optional.of(why);
            isIncomplete = false;
        }
    }

    private void run() {
        try {
            while (!closing) {
                if (broken.tryAcquire(pause().toMillis(), TimeUnit.MILLISECONDS)) {
                    broken.drainPermits();
                }
                round();
            }
        } catch (InterruptedException e) {
            LOG.debug("known-redis was interrupted to stop");
        }
    }

    private Duration pause() {
        return closedBecause.isEmpty() ? TICK : LOOK_AGAIN;
    }

    private void round() {
        try {
            if (!connection.isOpen()) {
                connect();
            }
            look();
        } catch (RedisException e) {
            LOG.debug("Redis is away: {}", e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            LOG.error("a bug in looking at Redis, looking again", e);
        }
    }

    private void connect() {
        StatefulRedisConnection<String, String> before = connection;
        StatefulRedisConnection<String, String> made = client.connect(Utf8Codec.INSTANCE);
        heed(made);
        connection = made;
        var unused = before.closeAsync();
        if (closing) {
            made.close();
        }
    }

    /** One after the other: else what was seen before may be settled after what was seen later. */
    private void look() {
        looking.lock();
        try {
            lookOnce();
        } finally {
            looking.unlock();
        }
    }

    /** An answer that comes too late says nothing: a Redis that is slow is no other one. */
    private void lookOnce() {
        StatefulRedisConnection<String, String> looked = connection;
        try {
            Epochs.Standing found = new Epochs(looked.async()).standing();
            settle(looked, found);
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof RedisCommandTimeoutException)) {
                closeBecause(looked, String.valueOf(e.getCause()));
            }
        }
    }

    private synchronized void settle(StatefulRedisConnection<String, String> looked, Epochs.Standing found) {
        if (looked != connection || !looked.isOpen()) {
            return;
        }
        Optional<String> before = closedBecause;
        isIncomplete = !found.isKnown();
        closedBecause = found.isKnown()
                ? Optional.empty()
                : Optional.of("it is new or lost data, and is made what the ledger says" + found.progress());
        if (before.isPresent() && found.isKnown() && wasKnown) {
            LOG.info("Redis has all it should, going on");
        }
        wasKnown |= found.isKnown();
    }

    @Override
    public void close() {
        closing = true;
        loop.interrupt();
        connection.close();
    }
}
