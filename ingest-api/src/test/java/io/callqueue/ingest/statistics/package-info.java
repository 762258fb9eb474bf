@NullMarked
package io.callqueue.ingest.statistics;

import org.jspecify.annotations.NullMarked;
