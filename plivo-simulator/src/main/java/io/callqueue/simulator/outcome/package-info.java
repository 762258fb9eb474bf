/**
 * How a call may end: Plivo's hangup codes, the words for them, and which number meets which.
 */
@NullMarked
package io.callqueue.simulator.outcome;

import org.jspecify.annotations.NullMarked;
