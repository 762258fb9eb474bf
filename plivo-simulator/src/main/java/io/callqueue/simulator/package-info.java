/**
 * A Plivo on loopback that can be told how to misbehave, and that counts what it was asked to do.
 */
@NullMarked
package io.callqueue.simulator;

import org.jspecify.annotations.NullMarked;
