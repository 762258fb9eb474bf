/**
 * What a person may ask for of what is known about them.
 */
@NullMarked
package io.callqueue.ingest.people;

import org.jspecify.annotations.NullMarked;
