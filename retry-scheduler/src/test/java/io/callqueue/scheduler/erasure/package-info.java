@NullMarked
package io.callqueue.scheduler.erasure;

import org.jspecify.annotations.NullMarked;
