/**
 * Owns time: keeps the calls that are for later, and comes back to every call whose moment has come.
 */
@NullMarked
package io.callqueue.scheduler;

import org.jspecify.annotations.NullMarked;
