/**
 * Whether everything that callqueue needs answers.
 */
@NullMarked
package io.callqueue.standalone.check;

import org.jspecify.annotations.NullMarked;
