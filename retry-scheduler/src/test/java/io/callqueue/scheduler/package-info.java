@NullMarked
package io.callqueue.scheduler;

import org.jspecify.annotations.NullMarked;
