/**
 * Ending a call on a person's wish.
 */
@NullMarked
package io.callqueue.ingest.cancel;

import org.jspecify.annotations.NullMarked;
