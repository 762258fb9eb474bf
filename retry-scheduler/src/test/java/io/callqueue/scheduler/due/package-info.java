@NullMarked
package io.callqueue.scheduler.due;

import org.jspecify.annotations.NullMarked;
