/** One Kafka and one Redis for all test classes of a JVM. */
@NullMarked
package io.callqueue.infra.junit;

import org.jspecify.annotations.NullMarked;
