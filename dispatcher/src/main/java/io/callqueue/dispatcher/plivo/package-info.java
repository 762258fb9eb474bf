/**
 * Plivo's REST API by plivo-java, set up so that it never sends a request twice by itself.
 */
@NullMarked
package io.callqueue.dispatcher.plivo;

import org.jspecify.annotations.NullMarked;
