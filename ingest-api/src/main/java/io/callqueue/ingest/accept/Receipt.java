package io.callqueue.ingest.accept;

import io.callqueue.call.Call;
import io.callqueue.request.Refusal;

/** What came of a submission. */
public sealed interface Receipt {
    /**
     * It will be dialed.
     *
     * @param registered Redis knows it already; otherwise its record alone keeps it, and it is registered when Redis is back
     */
    record Accepted(Call call, boolean registered) implements Receipt {}

    /** The same request was accepted before; the call as it stands now. */
    record Repeated(Call call) implements Receipt {}

    /** Another request was accepted before under the same id. */
    record Conflict() implements Receipt {}

    /** Its number is on the do-not-call list. */
    record DoNotCall(Refusal why) implements Receipt {}

    /** Its campaign was cancelled: no call of it is taken until it is resumed. */
    record CampaignCancelled() implements Receipt {
        public static final String WHY = "the campaign is cancelled: resume it, or choose another one";
    }

    /** Kafka can not take a record of this size. */
    record TooLarge() implements Receipt {}

    /** Kafka did not ack in time: it may or may not be dialed. */
    record NotAcked() implements Receipt {}
}
