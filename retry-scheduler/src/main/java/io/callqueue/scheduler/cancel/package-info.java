/**
 * Ends the calls of cancelled campaigns, wherever in Redis they are kept.
 */
@NullMarked
package io.callqueue.scheduler.cancel;

import org.jspecify.annotations.NullMarked;
