@NullMarked
package io.callqueue.ingest;

import org.jspecify.annotations.NullMarked;
