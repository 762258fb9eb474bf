/**
 * What Prometheus reads of a service, and where.
 */
@NullMarked
package io.callqueue.metrics;

import org.jspecify.annotations.NullMarked;
