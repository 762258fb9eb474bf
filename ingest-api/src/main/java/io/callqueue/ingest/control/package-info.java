/**
 * Limits, stops and settings of campaigns over all pods, as people set them.
 */
@NullMarked
package io.callqueue.ingest.control;

import org.jspecify.annotations.NullMarked;
