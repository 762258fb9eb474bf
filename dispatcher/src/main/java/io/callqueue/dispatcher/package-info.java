/**
 * Owns dialing: the only part that talks to Plivo, and the only one that touches leases and rate.
 */
@NullMarked
package io.callqueue.dispatcher;

import org.jspecify.annotations.NullMarked;
