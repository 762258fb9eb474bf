/**
 * Plivo's webhooks: proved to be genuine, then published.
 */
@NullMarked
package io.callqueue.ingest.webhook;

import org.jspecify.annotations.NullMarked;
