/**
 * JSON as it stands on every wire of callqueue: snake_case, ISO-8601 in UTC.
 */
@NullMarked
package io.callqueue.codec;

import org.jspecify.annotations.NullMarked;
