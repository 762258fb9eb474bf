/**
 * Composition and command line: what a person starts.
 */
@NullMarked
package io.callqueue.standalone;

import org.jspecify.annotations.NullMarked;
