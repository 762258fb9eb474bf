/** A real redis-server as a child process of this JVM. */
@NullMarked
package io.callqueue.infra.redis;

import org.jspecify.annotations.NullMarked;
