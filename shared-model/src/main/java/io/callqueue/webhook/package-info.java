/**
 * The URLs of ours that Plivo calls: made where a call is dialed, checked where Plivo calls them.
 */
@NullMarked
package io.callqueue.webhook;

import org.jspecify.annotations.NullMarked;
