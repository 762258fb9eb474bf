@NullMarked
package io.callqueue.ingest.status;

import org.jspecify.annotations.NullMarked;
