/**
 * Plivo's REST API under /v1/Account/{auth_id}/.
 */
@NullMarked
package io.callqueue.simulator.rest;

import org.jspecify.annotations.NullMarked;
