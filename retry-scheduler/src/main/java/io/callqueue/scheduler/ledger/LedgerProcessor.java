package io.callqueue.scheduler.ledger;

import java.time.Duration;

import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

import io.callqueue.kafka.DeadLetterCount;

import static java.util.Objects.requireNonNull;

/** Where Kafka Streams meets the fold: {@link PartitionLedger} does the work of a partition, from {@link #init} on. */
final class LedgerProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Duration TELL = Duration.ofMillis(400);
    private final DeadLetterCount letters;
    private @Nullable PartitionLedger ledger;

    LedgerProcessor(DeadLetterCount letters) {
        this.letters = letters;
    }

    /** Called again when a task begins anew after a fault: what was in memory is of no worth then. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        PartitionLedger opened = new PartitionLedger(context, context.getStateStore(LedgerTopology.CALLS),
                new Figures(context.getStateStore(LedgerTopology.FIGURES)), letters);
        ledger = opened;
        var unused = context.schedule(TELL, PunctuationType.WALL_CLOCK_TIME, now -> opened.tell());
    }

    @Override
    public void process(Record<byte[], byte[]> event) {
        requireNonNull(ledger).process(event);
    }
}
