/**
 * Accepting many calls in one request, each judged on its own.
 */
@NullMarked
package io.callqueue.ingest.bulk;

import org.jspecify.annotations.NullMarked;
