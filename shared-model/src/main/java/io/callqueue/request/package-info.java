/**
 * What a caller asks for: reading, checking and normalizing a call request, the same by REST and by Kafka.
 */
@NullMarked
package io.callqueue.request;

import org.jspecify.annotations.NullMarked;
