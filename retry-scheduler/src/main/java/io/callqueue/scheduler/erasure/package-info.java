/**
 * Takes a person out of what is known of calls.
 */
@NullMarked
package io.callqueue.scheduler.erasure;

import org.jspecify.annotations.NullMarked;
