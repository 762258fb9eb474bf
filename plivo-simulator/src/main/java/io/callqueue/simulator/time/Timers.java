package io.callqueue.simulator.time;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that watches the clock; what is due runs on a virtual thread, so a slow webhook delays no other. */
public final class Timers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Timers.class);

    private final ScheduledThreadPoolExecutor clockwork;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    public Timers() {
        clockwork = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("simulator-timers").factory());
        clockwork.setRemoveOnCancelPolicy(true);
        clockwork.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    public Future<?> after(Duration delay, Runnable task) {
        try {
            return clockwork.schedule(() -> execute(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Runs the task at once on a virtual thread; after close it is dropped, as the calls are. */
    public void execute(Runnable task) {
        try {
            workers.execute(() -> guarded(task));
        } catch (RejectedExecutionException closed) {
            log.debug("The simulator is closed; a task is dropped");
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            log.error("A step of a simulated call failed", bug);
        }
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
        workers.shutdownNow();
    }
}
