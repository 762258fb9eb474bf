@NullMarked
package io.callqueue.window;

import org.jspecify.annotations.NullMarked;
