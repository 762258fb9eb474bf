/**
 * Whether every call that is not final is kept by somebody: walks Redis and Kafka and names the calls that are not.
 */
@NullMarked
package io.callqueue.scheduler.audit;

import org.jspecify.annotations.NullMarked;
