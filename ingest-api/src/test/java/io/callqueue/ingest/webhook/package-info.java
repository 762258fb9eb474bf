@NullMarked
package io.callqueue.ingest.webhook;

import org.jspecify.annotations.NullMarked;
