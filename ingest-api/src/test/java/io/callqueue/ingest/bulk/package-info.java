@NullMarked
package io.callqueue.ingest.bulk;

import org.jspecify.annotations.NullMarked;
