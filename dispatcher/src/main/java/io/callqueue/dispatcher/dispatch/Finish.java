package io.callqueue.dispatcher.dispatch;

import java.util.Optional;

import io.callqueue.dispatcher.intake.Candidate;
import io.callqueue.dispatcher.intake.Lines;
import io.callqueue.dispatcher.ledger.Outage;

/** Records that cost no permit. */
public final class Finish {
    private final Lines lines;
    private final Outage outage;

    public Finish(Lines lines, Outage outage) {
        this.lines = lines;
        this.outage = outage;
    }

    /** The record's last step: when it is durable, nothing more is to be done. Empty when the record is another pod's now. */
    Optional<Work> work(Candidate candidate, Runnable step) {
        if (!lines.take(candidate)) {
            return Optional.empty();
        }
        return Optional.of(new Work(candidate, () -> {
            outage.outlast("record of " + candidate.origin().topic(), () -> {
                step.run();
                return candidate;
            });
            lines.done(candidate);
        }));
    }
}
