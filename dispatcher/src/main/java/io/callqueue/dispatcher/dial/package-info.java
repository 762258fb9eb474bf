/**
 * One attempt: claimed, announced in the ledger, sent to Plivo exactly once, and its result written down.
 */
@NullMarked
package io.callqueue.dispatcher.dial;

import org.jspecify.annotations.NullMarked;
