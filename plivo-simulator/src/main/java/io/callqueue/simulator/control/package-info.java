/**
 * The JSON API under /simulator/.
 */
@NullMarked
package io.callqueue.simulator.control;

import org.jspecify.annotations.NullMarked;
