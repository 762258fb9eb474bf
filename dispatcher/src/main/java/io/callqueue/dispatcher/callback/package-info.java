/**
 * Plivo's webhooks, applied to their calls in any order.
 */
@NullMarked
package io.callqueue.dispatcher.callback;

import org.jspecify.annotations.NullMarked;
