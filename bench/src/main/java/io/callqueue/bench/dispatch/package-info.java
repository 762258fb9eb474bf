/**
 * Dials a second.
 */
@NullMarked
package io.callqueue.bench.dispatch;

import org.jspecify.annotations.NullMarked;
