/**
 * Permits over all pods: a slot under the cap and a moment under the rate, granted together by one script.
 */
@NullMarked
package io.callqueue.dispatcher.admission;

import org.jspecify.annotations.NullMarked;
