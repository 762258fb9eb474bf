/**
 * What becomes of a record before it may cost a permit.
 */
@NullMarked
package io.callqueue.dispatcher.screening;

import org.jspecify.annotations.NullMarked;
