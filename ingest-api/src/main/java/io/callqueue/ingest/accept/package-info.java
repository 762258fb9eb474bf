/**
 * Accepting one call: checked, identified, in Kafka and in Redis before the answer says so.
 */
@NullMarked
package io.callqueue.ingest.accept;

import org.jspecify.annotations.NullMarked;
