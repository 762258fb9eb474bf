@NullMarked
package io.callqueue.scheduler.audit;

import org.jspecify.annotations.NullMarked;
