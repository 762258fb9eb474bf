/**
 * How a service gets to its Kafka and its Redis: it waits for them, checks that they can keep what they are given, and goes on.
 */
@NullMarked
package io.callqueue.startup;

import org.jspecify.annotations.NullMarked;
