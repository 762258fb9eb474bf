/**
 * Makes calls known in Redis that so far are only records in Kafka.
 */
@NullMarked
package io.callqueue.scheduler.registration;

import org.jspecify.annotations.NullMarked;
