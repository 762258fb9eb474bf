package io.callqueue.scheduler.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

import io.callqueue.call.Erased;
import io.callqueue.codec.Json;
import io.callqueue.event.CallEvent;
import io.callqueue.event.Fold;
import io.callqueue.event.LedgerEntry;
import io.callqueue.kafka.DeadLetterCount;
import io.callqueue.statistics.Figure;
import io.callqueue.statistics.StatisticsRecord;
import io.callqueue.statistics.StatisticsRecord.Counts;
import io.callqueue.statistics.StatisticsRecord.Progress;
import io.callqueue.statistics.Tally;
import io.callqueue.topic.Topics;

/** Folds the events of one partition, and tells what changed of its figures. */
final class PartitionLedger {
    private static final Duration FORGET = Duration.ofSeconds(5);
    /** Between two tellings of the progress where nothing happens: readers see that the ledger is alive. */
    private static final Duration IDLE = Duration.ofSeconds(1);
    private final ProcessorContext<byte[], byte[]> context;
    private final KeyValueStore<String, LedgerEntry> calls;
    private final Figures figures;
    private final DeadLetterCount letters;
    private Optional<Instant> written = Optional.empty();
    private Instant told = Instant.EPOCH;

    PartitionLedger(ProcessorContext<byte[], byte[]> context, KeyValueStore<String, LedgerEntry> calls,
            Figures figures, DeadLetterCount letters) {
        this.context = context;
        this.letters = letters;
        this.calls = calls;
        this.figures = figures;
    }

    void process(Record<byte[], byte[]> event) {
        if (figures.horizon().equals(Instant.EPOCH)) {
            figures.forget(now()); // of a topic from long ago no minutes are counted
        }
        written = Optional.of(Instant.ofEpochMilli(event.timestamp()));
        switch (Reading.of(event.key(), event.value())) {
            case Reading.Readable(CallEvent readable) -> fold(event, readable);
            case Reading.Unreadable(String reason) -> leaveOut(event, reason);
        }
    }

    /** What can not be folded, such as a call without a status, is left out before anything of it is kept: it must not stop the others. */
    private void fold(Record<byte[], byte[]> record, CallEvent event) {
        String id = event.call().id().value();
        Optional<LedgerEntry> known = Optional.ofNullable(calls.get(id));
        Optional<LedgerEntry> now;
        Map<Figure, Tally> changes;
        try {
            boolean isForgotten = known.isEmpty() && Erased.is(event.call()); // and has been counted
            now = isForgotten ? known : Fold.merge(known, event);
            Optional<LedgerEntry> counted = isForgotten ? known : Fold.counted(known, event);
            changes = counted.map(entry -> Contribution.change(known, entry)).orElse(Map.of());
        } catch (RuntimeException e) {
            leaveOut(record, "it can not be folded: " + e);
            return;
        }
        if (!now.equals(known)) {
            now.ifPresentOrElse(entry -> calls.put(id, entry), () -> calls.delete(id));
            figures.add(changes);
        }
    }

    private void leaveOut(Record<byte[], byte[]> event, String reason) {
        context.forward(Letters.letter(event, context.recordMetadata(), reason), LedgerTopology.DEAD_LETTERS);
        letters.written(Topics.EVENTS);
    }

    /** Called some times a second. */
    void tell() {
        Instant now = now();
        if (!now.isBefore(figures.horizon().plus(FORGET))) {
            figures.forget(now);
        }
        figures.tell(this::tell);
        if (written.isPresent() || !now.isBefore(told.plus(IDLE))) {
            forward(StatisticsRecord.PROGRESS, Optional.of(Json.bytes(new Progress(written.orElse(now)))));
            written = Optional.empty();
            told = now;
        }
    }

    private void tell(String figure, Optional<Tally> tally) {
        forward(figure, tally.map(counted -> Json.bytes(Counts.of(counted))));
    }

    @SuppressWarnings("NullAway") // no value: the record before is to go
    private void forward(String name, Optional<byte[]> value) {
        byte[] key = StatisticsRecord.key(context.taskId().partition(), name).getBytes(StandardCharsets.UTF_8);
        context.forward(new Record<>(key, value.orElse(null), context.currentSystemTimeMs()),
                LedgerTopology.STATISTICS);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
