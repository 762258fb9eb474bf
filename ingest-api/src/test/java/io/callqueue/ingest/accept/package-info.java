@NullMarked
package io.callqueue.ingest.accept;

import org.jspecify.annotations.NullMarked;
