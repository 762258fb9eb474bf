/**
 * What became of a call, and which calls are live.
 */
@NullMarked
package io.callqueue.ingest.status;

import org.jspecify.annotations.NullMarked;
