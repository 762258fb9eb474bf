/**
 * The one clock and the one set of timers of a simulator.
 */
@NullMarked
package io.callqueue.simulator.time;

import org.jspecify.annotations.NullMarked;
