/**
 * Events a second that the ledger folds.
 */
@NullMarked
package io.callqueue.bench.ledger;

import org.jspecify.annotations.NullMarked;
