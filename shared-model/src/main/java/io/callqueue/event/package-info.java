/**
 * The ledger's records: the whole small state of a call after each of its moves.
 */
@NullMarked
package io.callqueue.event;

import org.jspecify.annotations.NullMarked;
