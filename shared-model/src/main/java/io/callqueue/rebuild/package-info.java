/**
 * Makes a Redis that lost data anew: control and ledger are replayed while it is closed.
 */
@NullMarked
package io.callqueue.rebuild;

import org.jspecify.annotations.NullMarked;
