/**
 * What the end of an attempt means: outcome by hangup code, and when the next attempt follows.
 */
@NullMarked
package io.callqueue.dispatcher.disposition;

import org.jspecify.annotations.NullMarked;
