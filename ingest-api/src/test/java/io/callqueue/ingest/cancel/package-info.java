@NullMarked
package io.callqueue.ingest.cancel;

import org.jspecify.annotations.NullMarked;
