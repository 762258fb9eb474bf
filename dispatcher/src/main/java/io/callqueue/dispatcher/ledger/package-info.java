/**
 * Moves calls and writes the ledger, in this order, and bears an outage of either.
 */
@NullMarked
package io.callqueue.dispatcher.ledger;

import org.jspecify.annotations.NullMarked;
