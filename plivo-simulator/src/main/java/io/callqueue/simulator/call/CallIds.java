package io.callqueue.simulator.call;

import java.util.UUID;

/** The two names that Plivo has for a call; usually the same. */
public record CallIds(String requestUuid, String callUuid) {
    static CallIds create(boolean differ) {
        String requestUuid = UUID.randomUUID().toString();
        return new CallIds(requestUuid, differ ? UUID.randomUUID().toString() : requestUuid);
    }
}
