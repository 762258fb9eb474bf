@NullMarked
package io.callqueue.control;

import org.jspecify.annotations.NullMarked;
