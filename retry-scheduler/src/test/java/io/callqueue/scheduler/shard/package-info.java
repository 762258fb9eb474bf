@NullMarked
package io.callqueue.scheduler.shard;

import org.jspecify.annotations.NullMarked;
