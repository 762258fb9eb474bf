@NullMarked
package io.callqueue.scheduler.ledger;

import org.jspecify.annotations.NullMarked;
