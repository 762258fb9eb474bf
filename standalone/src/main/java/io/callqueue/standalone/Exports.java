package io.callqueue.standalone;

import io.callqueue.simulator.PlivoSimulator;

/** What to put into the environment of services that are to use the embedded parts. */
final class Exports {
    /** A number of the range that is kept for fiction. */
    static final String CALLER_NUMBER = "+14155550100";

    private Exports() {}

    static String of(PlivoSimulator simulator) {
        return """
                export PLIVO_API_URL=%s AGENT_SERVER_URL=%s
                export PLIVO_AUTH_ID=%s PLIVO_AUTH_TOKEN=%s PLIVO_NUMBER=%s""".formatted(simulator.uri(),
                simulator.uri(), simulator.authId(),
                simulator.authToken(), CALLER_NUMBER);
    }
}
