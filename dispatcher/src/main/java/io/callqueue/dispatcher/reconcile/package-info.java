/**
 * Asks Plivo about attempts that nobody is sure of, and hangs up calls that a person wants ended.
 */
@NullMarked
package io.callqueue.dispatcher.reconcile;

import org.jspecify.annotations.NullMarked;
