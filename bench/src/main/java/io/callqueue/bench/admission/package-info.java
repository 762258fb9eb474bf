/**
 * Permits a second.
 */
@NullMarked
package io.callqueue.bench.admission;

import org.jspecify.annotations.NullMarked;
