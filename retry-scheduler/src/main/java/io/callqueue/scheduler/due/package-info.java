/**
 * Timers: what is due is fired, produced to Kafka, and confirmed.
 */
@NullMarked
package io.callqueue.scheduler.due;

import org.jspecify.annotations.NullMarked;
