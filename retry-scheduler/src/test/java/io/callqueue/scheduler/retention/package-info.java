@NullMarked
package io.callqueue.scheduler.retention;

import org.jspecify.annotations.NullMarked;
