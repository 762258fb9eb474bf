package io.callqueue.scheduler;

import java.util.List;

import org.springframework.context.ConfigurableApplicationContext;

import io.callqueue.scheduler.shard.OwnedShards;

/** A running retry-scheduler. */
public record Pod(ConfigurableApplicationContext context) implements AutoCloseable {
    public List<Integer> shards() {
        return context.getBean(OwnedShards.class).now();
    }

    @Override
    public void close() {
        context.close();
    }
}
