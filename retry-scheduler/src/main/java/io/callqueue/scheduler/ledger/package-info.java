/**
 * What all events of a call come to, and what all calls come to: folded by Kafka Streams from calls.events, exactly once.
 */
@NullMarked
package io.callqueue.scheduler.ledger;

import org.jspecify.annotations.NullMarked;
