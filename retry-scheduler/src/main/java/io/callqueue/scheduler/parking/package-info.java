/**
 * When the calls that are parked under their campaign come back, and how many of them at once.
 */
@NullMarked
package io.callqueue.scheduler.parking;

import org.jspecify.annotations.NullMarked;
