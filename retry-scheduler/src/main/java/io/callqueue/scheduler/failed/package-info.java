/**
 * Makes new calls in the place of failed ones, where somebody wants that.
 */
@NullMarked
package io.callqueue.scheduler.failed;

import org.jspecify.annotations.NullMarked;
