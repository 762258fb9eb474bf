/**
 * What all endpoints share: bodies within bounds, blocking steps off the event loop, problems as RFC 9457 wants them.
 */
@NullMarked
package io.callqueue.ingest.web;

import org.jspecify.annotations.NullMarked;
