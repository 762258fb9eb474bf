/**
 * Work that comes round again and again, and what is said when it can not be done.
 */
@NullMarked
package io.callqueue.scheduler.loop;

import org.jspecify.annotations.NullMarked;
