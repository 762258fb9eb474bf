/**
 * Whether the parts that calls need answer.
 */
@NullMarked
package io.callqueue.ingest.health;

import org.jspecify.annotations.NullMarked;
