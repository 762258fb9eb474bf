/**
 * A campaign to the simulator, shown live, and judged by the simulator's witness.
 */
@NullMarked
package io.callqueue.standalone.demo;

import org.jspecify.annotations.NullMarked;
