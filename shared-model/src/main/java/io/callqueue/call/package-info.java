/**
 * What a call is: its identity, its small state, and the one table of the moves it may make.
 */
@NullMarked
package io.callqueue.call;

import org.jspecify.annotations.NullMarked;
