package io.callqueue.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.callqueue.call.Call;

/**
 * What fired in a shard.
 *
 * @param looks the campaigns that have parked calls in the shard and whose look came
 * @param untilNext the time until the next timer of the shard; empty when it has none
 */
public record Due(List<Fired> fired, List<String> looks, Optional<Duration> untilNext) {

    /** A fired timer, with the call as it now stands. */
    public sealed interface Fired {
        Call call();
    }

    /**
     * The call is to be dialed now: its record is to be produced, and then confirmed.
     *
     * @param late how long after its moment its timer fired; empty for one that waited for none
     */
    public record Record(Call call, String request, Optional<Duration> late) implements Fired {}

    /** Plivo is to be asked about the call's open attempt. */
    public record LookUp(Call call) implements Fired {}
}
