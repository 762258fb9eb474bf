@NullMarked
package io.callqueue.ingest.reschedule;

import org.jspecify.annotations.NullMarked;
