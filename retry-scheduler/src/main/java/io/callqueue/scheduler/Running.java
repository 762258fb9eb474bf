package io.callqueue.scheduler;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import io.callqueue.kafka.BatchConsumer;
import io.callqueue.scheduler.loop.Loop;

/** Starts all that runs, and ends it side by side: each finishes the batch or round at hand. */
final class Running implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SchedulerApplication.class);
    private final List<BatchConsumer> consumers;
    private final List<Loop> loops;
    private volatile boolean running;

    Running(List<BatchConsumer> consumers, List<Loop> loops) {
        this.consumers = consumers;
        this.loops = loops;
    }

    @Override
    public void start() {
        consumers.forEach(BatchConsumer::start);
        loops.forEach(Loop::start);
        running = true;
        LOG.info("retry-scheduler started");
    }

    @Override
    public void stop() {
        try (ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor()) {
            Stream.<Runnable>concat(loops.stream().map(loop -> loop::close),
                    consumers.stream().map(consumer -> consumer::close)).forEach(closers::execute);
        }
        running = false;
        LOG.info("retry-scheduler stopped");
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
