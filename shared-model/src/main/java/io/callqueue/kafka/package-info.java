/**
 * How every service talks to Kafka: its clients' settings, and one consumer that redelivers until all is done.
 */
@NullMarked
package io.callqueue.kafka;

import org.jspecify.annotations.NullMarked;
