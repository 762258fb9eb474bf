@NullMarked
package io.callqueue.statistics;

import org.jspecify.annotations.NullMarked;
