@NullMarked
package io.callqueue.ingest.queue;

import org.jspecify.annotations.NullMarked;
