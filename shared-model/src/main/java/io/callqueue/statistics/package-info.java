/**
 * What is counted of all calls: counts that can be added, taken back and summed, by scope and by window of time.
 */
@NullMarked
package io.callqueue.statistics;

import org.jspecify.annotations.NullMarked;
