/**
 * What the ledger counted, as it is shown.
 */
@NullMarked
package io.callqueue.ingest.statistics;

import org.jspecify.annotations.NullMarked;
