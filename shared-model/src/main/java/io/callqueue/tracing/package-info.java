/**
 * Traces of calls by OpenTelemetry, where a setting asks for them.
 */
@NullMarked
package io.callqueue.tracing;

import org.jspecify.annotations.NullMarked;
