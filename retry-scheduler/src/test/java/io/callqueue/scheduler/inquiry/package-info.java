@NullMarked
package io.callqueue.scheduler.inquiry;

import org.jspecify.annotations.NullMarked;
