/**
 * What the simulator was told to do: mix, pace, lags, limits and misbehavior.
 */
@NullMarked
package io.callqueue.simulator.behavior;

import org.jspecify.annotations.NullMarked;
