/**
 * The topics, their keys and headers, and how they are set up.
 */
@NullMarked
package io.callqueue.topic;

import org.jspecify.annotations.NullMarked;
