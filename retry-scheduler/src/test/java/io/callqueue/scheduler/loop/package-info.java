@NullMarked
package io.callqueue.scheduler.loop;

import org.jspecify.annotations.NullMarked;
