@NullMarked
package io.callqueue.ingest.web;

import org.jspecify.annotations.NullMarked;
