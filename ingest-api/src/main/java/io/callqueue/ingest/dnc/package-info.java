/**
 * The numbers that nobody may call.
 */
@NullMarked
package io.callqueue.ingest.dnc;

import org.jspecify.annotations.NullMarked;
