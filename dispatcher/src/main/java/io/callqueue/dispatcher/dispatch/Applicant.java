package io.callqueue.dispatcher.dispatch;

import java.time.Instant;
import java.util.Set;

import io.callqueue.call.Call;
import io.callqueue.call.Priority;
import io.callqueue.dispatcher.admission.Ask;
import io.callqueue.dispatcher.admission.Demand;
import io.callqueue.dispatcher.admission.Permit;
import io.callqueue.dispatcher.dial.Dial;
import io.callqueue.dispatcher.intake.Candidate;
import io.callqueue.request.CallRequest;

/**
 * A record whose call may be dialed, but for its permit.
 *
 * @param revision the revision of the call that the record stands for
 * @param now the time of Redis when the call stood like that
 * @param nowNanos this machine's monotonic clock then
 */
record Applicant(Candidate candidate, CallRequest request, int revision, Call call, Instant now, long nowNanos) {
    /** Its dial, with this permit. */
    Dial dial(Permit.Granted permit, Runnable recorded) {
        return new Dial(call, now, nowNanos, revision, request, permit, recorded);
    }

    /** @param besides the priorities that wait in this pod besides it and those before it */
    Ask ask(Set<Priority> besides) {
        String lease = call.id() + "/" + (call.attemptNumber() + 1) + "/" + candidate.token();
        return new Ask(lease, call.order().phoneNumber(), call.order().campaignId(),
                new Demand(candidate.priority(), besides));
    }
}
