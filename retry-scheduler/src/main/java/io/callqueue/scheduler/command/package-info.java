/**
 * What people want done with their calls.
 */
@NullMarked
package io.callqueue.scheduler.command;

import org.jspecify.annotations.NullMarked;
