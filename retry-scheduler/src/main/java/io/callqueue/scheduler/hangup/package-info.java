/**
 * Hangs up the calls under way of campaigns that were paused so.
 */
@NullMarked
package io.callqueue.scheduler.hangup;

import org.jspecify.annotations.NullMarked;
