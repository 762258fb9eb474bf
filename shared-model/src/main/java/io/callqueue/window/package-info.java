/**
 * When people may be called: windows of the day in their time zones. Pure, on java.time alone.
 */
@NullMarked
package io.callqueue.window;

import org.jspecify.annotations.NullMarked;
