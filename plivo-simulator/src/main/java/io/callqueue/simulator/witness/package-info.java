/**
 * What was asked of the simulator, counted exactly.
 */
@NullMarked
package io.callqueue.simulator.witness;

import org.jspecify.annotations.NullMarked;
