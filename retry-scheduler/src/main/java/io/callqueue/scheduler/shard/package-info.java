/**
 * Which shards of Redis this pod works.
 */
@NullMarked
package io.callqueue.scheduler.shard;

import org.jspecify.annotations.NullMarked;
