package io.callqueue.standalone.demo;

import java.util.List;
import java.util.Map;

import io.callqueue.call.CallStatus;
import io.callqueue.simulator.outcome.Outcome;

/**
 * One call of the demo.
 *
 * @param way how it reaches callqueue
 * @param request the request as a backend would write it
 * @param fates what its dials meet at the simulator
 * @param end how it must end
 */
record SampleCall(String id, Way way, String phoneNumber, Map<String, Object> request, List<Outcome> fates,
        CallStatus end) {
    /** How a call reaches callqueue. */
    enum Way {
        SINGLE, BULK, DIRECT
    }
}
