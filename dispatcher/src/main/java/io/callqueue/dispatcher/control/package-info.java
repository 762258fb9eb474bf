/**
 * What is set at runtime over all pods: puts it in force, and stops what would only fail.
 */
@NullMarked
package io.callqueue.dispatcher.control;

import org.jspecify.annotations.NullMarked;
