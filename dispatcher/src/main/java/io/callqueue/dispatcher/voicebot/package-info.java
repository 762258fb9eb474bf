/**
 * The voice bot (agent server) that talks to whoever answers.
 */
@NullMarked
package io.callqueue.dispatcher.voicebot;

import org.jspecify.annotations.NullMarked;
