@NullMarked
package io.callqueue.ingest.dnc;

import org.jspecify.annotations.NullMarked;
