/**
 * The loop that takes the next record, screens it, gets it a permit, and hands it to a dialer.
 */
@NullMarked
package io.callqueue.dispatcher.dispatch;

import org.jspecify.annotations.NullMarked;
