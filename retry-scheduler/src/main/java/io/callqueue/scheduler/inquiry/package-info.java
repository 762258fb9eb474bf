/**
 * What Plivo is to be asked about an attempt, or told.
 */
@NullMarked
package io.callqueue.scheduler.inquiry;

import org.jspecify.annotations.NullMarked;
