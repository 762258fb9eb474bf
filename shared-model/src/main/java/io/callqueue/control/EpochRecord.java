package io.callqueue.control;

/**
 * What {@code calls.control} says of Redis: the epoch in which one was opened last. It outlives every Redis, so that no epoch is ever used
 * for two of them.
 */
public record EpochRecord(long epoch) {
    /** The key of its record. */
    public static final String KEY = "epoch";
}
