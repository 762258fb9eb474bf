/**
 * The life of one call, from the accept to its record.
 */
@NullMarked
package io.callqueue.simulator.call;

import org.jspecify.annotations.NullMarked;
