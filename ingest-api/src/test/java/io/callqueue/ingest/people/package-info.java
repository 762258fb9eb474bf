@NullMarked
package io.callqueue.ingest.people;

import org.jspecify.annotations.NullMarked;
