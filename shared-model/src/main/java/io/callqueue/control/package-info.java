/**
 * What people and failures set at runtime over all pods: records of {@code calls.control}, and what Redis holds of them.
 */
@NullMarked
package io.callqueue.control;

import org.jspecify.annotations.NullMarked;
