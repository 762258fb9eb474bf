/**
 * The three services as they run inside this process.
 */
@NullMarked
package io.callqueue.standalone.service;

import org.jspecify.annotations.NullMarked;
