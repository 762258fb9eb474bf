/**
 * A sample voice bot on the simulator's port.
 */
@NullMarked
package io.callqueue.simulator.bot;

import org.jspecify.annotations.NullMarked;
