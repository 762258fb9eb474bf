/**
 * How the lines of the log are written.
 */
@NullMarked
package io.callqueue.standalone.log;

import org.jspecify.annotations.NullMarked;
