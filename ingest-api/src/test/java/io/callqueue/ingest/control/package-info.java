@NullMarked
package io.callqueue.ingest.control;

import org.jspecify.annotations.NullMarked;
