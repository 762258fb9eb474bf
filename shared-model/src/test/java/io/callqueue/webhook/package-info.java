@NullMarked
package io.callqueue.webhook;

import org.jspecify.annotations.NullMarked;
