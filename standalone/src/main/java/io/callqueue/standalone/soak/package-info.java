/**
 * The whole of callqueue under faults: processes killed and frozen at every step of a dial, Kafka and Redis restarted, a Plivo at its worst.
 */
@NullMarked
package io.callqueue.standalone.soak;

import org.jspecify.annotations.NullMarked;
