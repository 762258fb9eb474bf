/**
 * Another time or priority for a call that was not claimed yet.
 */
@NullMarked
package io.callqueue.ingest.reschedule;

import org.jspecify.annotations.NullMarked;
