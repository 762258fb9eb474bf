package io.callqueue.scheduler.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.callqueue.event.CallEvent;
import io.callqueue.event.Fold;
import io.callqueue.event.LedgerEntry;
import io.callqueue.statistics.Tally;

/** All events counted at once, without Kafka Streams, without taking anything back. */
final class Recount {
    private Recount() {}

    static Map<String, LedgerEntry> entries(Stream<CallEvent> events) {
        Map<String, LedgerEntry> entries = new TreeMap<>();
        events.forEach(event -> entries.compute(event.call().id().value(),
                (id, known) -> Fold.merge(Optional.ofNullable(known), event).orElse(null)));
        return entries;
    }

    /** By the figure's name; of windows that are kept at this moment. */
    static Map<String, Tally> figures(Iterable<LedgerEntry> entries, Instant now) {
        Map<String, Tally> figures = new HashMap<>();
        entries.forEach(entry -> Contribution.change(Optional.empty(), entry).forEach((figure, tally) -> {
            if (!figure.window().isForgotten(now)) {
                figures.merge(figure.name(), tally, Tally::plus);
            }
        }));
        figures.values().removeIf(Tally::isEmpty);
        return figures;
    }

    static Map<String, Tally> figures(List<CallEvent> events, Instant now) {
        return figures(entries(events.stream()).values(), now);
    }
}
