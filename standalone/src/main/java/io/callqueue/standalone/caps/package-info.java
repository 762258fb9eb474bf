/**
 * How well dispatchers use the account's caps, and how they share them between urgent calls and others.
 */
@NullMarked
package io.callqueue.standalone.caps;

import org.jspecify.annotations.NullMarked;
