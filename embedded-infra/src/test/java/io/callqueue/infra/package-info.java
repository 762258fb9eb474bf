@NullMarked
package io.callqueue.infra;

import org.jspecify.annotations.NullMarked;
