/**
 * Walks over the calls of campaigns, for what is to be done to many of them: a few at a time, so that other calls find their way in between.
 */
@NullMarked
package io.callqueue.scheduler.walk;

import org.jspecify.annotations.NullMarked;
