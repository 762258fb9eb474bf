/**
 * Scheduled calls that come due.
 */
@NullMarked
package io.callqueue.bench.due;

import org.jspecify.annotations.NullMarked;
