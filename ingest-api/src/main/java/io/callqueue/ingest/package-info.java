/**
 * Where calls come in: REST for backends, webhooks for Plivo. It accepts, answers and publishes; it never talks to Plivo.
 */
@NullMarked
package io.callqueue.ingest;

import org.jspecify.annotations.NullMarked;
