/**
 * Reads the four priority topics without ever letting a full line stop the poll, and commits what is done.
 */
@NullMarked
package io.callqueue.dispatcher.intake;

import org.jspecify.annotations.NullMarked;
