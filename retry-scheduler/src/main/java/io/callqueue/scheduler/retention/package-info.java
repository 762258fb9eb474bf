/**
 * Removes what nobody needs any more: records that all have read, and calls that ended long ago.
 */
@NullMarked
package io.callqueue.scheduler.retention;

import org.jspecify.annotations.NullMarked;
