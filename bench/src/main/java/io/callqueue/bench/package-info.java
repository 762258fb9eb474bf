/**
 * What each stage costs, beside the same work with nothing of ours in it, and beside the peer that a user might take instead.
 */
@NullMarked
package io.callqueue.bench;

import org.jspecify.annotations.NullMarked;
