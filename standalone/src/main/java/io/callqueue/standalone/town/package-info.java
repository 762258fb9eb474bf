/**
 * Everything on this machine as processes of their own, to see how they stand what happens to them.
 */
@NullMarked
package io.callqueue.standalone.town;

import org.jspecify.annotations.NullMarked;
