/**
 * The HTTP server below every endpoint: a request, a reply, and the moment of arrival.
 */
@NullMarked
package io.callqueue.simulator.http;

import org.jspecify.annotations.NullMarked;
