/**
 * A real Kafka and a real Redis on this machine, for tests and for the demo: what both need of it, a place on disk and
 * a port.
 */
@NullMarked
package io.callqueue.infra;

import org.jspecify.annotations.NullMarked;
