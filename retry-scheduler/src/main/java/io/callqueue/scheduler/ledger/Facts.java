package io.callqueue.scheduler.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.Ending;
import io.callqueue.event.KnownAttempt;
import io.callqueue.event.LedgerEntry;
import io.callqueue.statistics.Cells;
import io.callqueue.statistics.Counter;
import io.callqueue.statistics.Distribution;

/** What one call counts for: a pure function of its entry, so that a call can be counted anew by taking back what it counted for before. */
final class Facts {
    private static final int MICROS = 6;
    private final Map<Fact, Long> counts = new HashMap<>();

    private Facts() {}

    static Map<Fact, Long> of(LedgerEntry entry) {
        Facts facts = new Facts();
        facts.call(entry.call());
        entry.attempts().forEach(attempt -> facts.attempt(attempt, KnownAttempt.ending(attempt, entry.call())));
        facts.waiting(entry);
        return facts.counts;
    }

    private void call(Call call) {
        one(Fact.lasting(Cells.status(call.status())));
        one(Fact.at(call.order().createdAt(), Counter.CREATED.cell()));
        call.completedAt().ifPresent(at -> {
            one(Fact.at(at, Cells.ended(call.status())));
            one(Fact.at(at, Cells.call(call.outcome())));
        });
    }

    private void attempt(Attempt attempt, Optional<Ending> ended) {
        one(Fact.at(attempt.claimedAt(), Counter.ATTEMPTS.cell()));
        attempt.dialedAt().ifPresent(at -> one(Fact.at(at, Counter.DIALED.cell())));
        attempt.answeredAt().ifPresent(at -> one(Fact.at(at, Counter.ANSWERED.cell())));
        ended.ifPresent(ending -> ending(attempt, ending));
    }

    private void ending(Attempt attempt, Ending ending) {
        Instant at = ending.at();
        one(Fact.at(at, Cells.attempt(ending.outcome())));
        if (attempt.dialedAt().isPresent()) {
            one(Fact.at(at, Counter.DIALED_ENDED.cell()));
        }
        if (attempt.answeredAt().isPresent()) {
            one(Fact.at(at, Counter.CONVERSATIONS.cell()));
            ending.durationSeconds().ifPresent(seconds -> conversation(at, seconds));
        }
        ending.cost().ifPresent(cost -> add(Fact.at(at, Counter.COST_MICROS.cell()), micros(cost)));
    }

    private void conversation(Instant at, int seconds) {
        one(Fact.at(at, Distribution.TALKED.cell(seconds)));
        add(Fact.at(at, Counter.TALKED_SECONDS.cell()), seconds);
        if (seconds < Counter.SHORT_SECONDS) {
            one(Fact.at(at, Counter.SHORT_CONVERSATIONS.cell()));
        }
    }

    /** From when the call was due to its first dial. */
    private void waiting(LedgerEntry entry) {
        entry.attempts().stream().flatMap(attempt -> attempt.dialedAt().stream()).min(Comparator.naturalOrder())
                .ifPresent(dialed -> {
                    long millis = Duration.between(due(entry, dialed), dialed).toMillis();
                    one(Fact.at(dialed, Distribution.WAITED.cell(millis)));
                    add(Fact.at(dialed, Counter.WAITED_MILLIS.cell()), Math.max(0, millis));
                });
    }

    /** The time that was asked for; a later one than the dial was asked for after it. */
    private static Instant due(LedgerEntry entry, Instant dialed) {
        Instant created = entry.call().order().createdAt();
        return Stream.concat(entry.call().order().scheduledAt().stream(),
                entry.request().flatMap(request -> request.scheduledAt()).stream())
                .filter(at -> !at.isAfter(dialed) && at.isAfter(created)).findFirst().orElse(created);
    }

    private static long micros(BigDecimal cost) {
        return cost.movePointRight(MICROS).setScale(0, RoundingMode.HALF_UP).longValue();
    }

    private void one(Fact fact) {
        add(fact, 1);
    }

    private void add(Fact fact, long count) {
        counts.merge(fact, count, Long::sum);
    }
}
