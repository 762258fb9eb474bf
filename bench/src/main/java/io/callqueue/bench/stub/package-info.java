/**
 * A Plivo that costs next to nothing.
 */
@NullMarked
package io.callqueue.bench.stub;

import org.jspecify.annotations.NullMarked;
