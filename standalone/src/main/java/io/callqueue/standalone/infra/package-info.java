/**
 * The embedded parts: Kafka, Redis, the Plivo simulator.
 */
@NullMarked
package io.callqueue.standalone.infra;

import org.jspecify.annotations.NullMarked;
