@NullMarked
package io.callqueue.scheduler.registration;

import org.jspecify.annotations.NullMarked;
