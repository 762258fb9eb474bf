package io.callqueue.simulator.call;

import java.time.ZoneId;

/**
 * The one account that the simulator keeps.
 *
 * @param zone of StartTime, AnswerTime and EndTime, which Plivo sends without an offset
 */
public record Account(String authId, String authToken, ZoneId zone) {}
