@NullMarked
package io.callqueue.scheduler.parking;

import org.jspecify.annotations.NullMarked;
