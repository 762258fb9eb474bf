/**
 * Calls in Redis: one script a move, each safe to send twice.
 */
@NullMarked
package io.callqueue.store;

import org.jspecify.annotations.NullMarked;
