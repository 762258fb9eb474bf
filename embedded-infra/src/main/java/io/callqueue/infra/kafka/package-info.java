/** The real Kafka server, broker and controller in one, in this JVM. */
@NullMarked
package io.callqueue.infra.kafka;

import org.jspecify.annotations.NullMarked;
