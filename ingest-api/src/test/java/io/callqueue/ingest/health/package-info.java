@NullMarked
package io.callqueue.ingest.health;

import org.jspecify.annotations.NullMarked;
