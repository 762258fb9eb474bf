/**
 * Signed posts to the caller's URLs, with the retries that the URL's fragment asks for.
 */
@NullMarked
package io.callqueue.simulator.webhook;

import org.jspecify.annotations.NullMarked;
