/**
 * Where Prometheus reads this service.
 */
@NullMarked
package io.callqueue.ingest.metrics;

import org.jspecify.annotations.NullMarked;
