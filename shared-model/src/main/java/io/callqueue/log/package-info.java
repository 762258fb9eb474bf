/**
 * What lines of the log tell besides their sentence.
 */
@NullMarked
package io.callqueue.log;

import org.jspecify.annotations.NullMarked;
