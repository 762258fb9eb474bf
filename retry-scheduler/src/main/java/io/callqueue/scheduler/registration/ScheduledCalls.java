package io.callqueue.scheduler.registration;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.callqueue.call.Call;
import io.callqueue.call.Erased;
import io.callqueue.control.ControlStore;
import io.callqueue.kafka.BatchConsumer;
import io.callqueue.kafka.CallTopics;
import io.callqueue.store.CallStore;
import io.callqueue.store.Creation;
import io.callqueue.topic.FirstRecord;
import io.callqueue.topic.FirstRecord.Unusable;
import io.callqueue.topic.FirstRecord.Usable;

/**
 * Takes the calls of calls.scheduled into the keeping of a timer. That holds for those that are due already too: no priority topic has a
 * record of them, so their timer fires at once and makes one.
 */
public final class ScheduledCalls implements BatchConsumer.Handler {
    private final FirstRecord reader = new FirstRecord();
    private final CallStore store;
    private final CancelledCampaigns cancelled;
    private final CallTopics topics;

    public ScheduledCalls(CallStore store, ControlStore control, CallTopics topics) {
        this.store = store;
        this.cancelled = new CancelledCampaigns(store, control);
        this.topics = topics;
    }

    @Override
    public void handle(ConsumerRecord<byte[], byte[]> found) throws ExecutionException, InterruptedException {
        switch (reader.read(found)) {
            case Unusable(String reason) -> topics.deadLetter(found, reason).get();
            case Usable usable -> register(found, usable);
        }
    }

    private void register(ConsumerRecord<byte[], byte[]> found, Usable usable)
            throws ExecutionException, InterruptedException {
        Instant now = store.read(usable.id()).get().now();
        switch (store.create(timed(usable, now), usable.request()).get()) {
            case Creation.Created(Call stands) -> topics.event(cancelled.orEnded(stands), usable.request()).get();
            case Creation.Existing(Call stands) -> topics.event(cancelled.orEnded(stands), usable.request()).get();
            case Creation.Conflict(Call stands) when Erased.mayBeOf(stands, Instant.ofEpochMilli(found.timestamp())) ->
                {
                }
            case Creation.Conflict(Call stands) ->
                topics.deadLetter(found, "another request was accepted before under the id " + stands.id()).get();
        }
    }

    /** For the moment that was asked for, past or not, so that the oldest goes first; for now when none was. */
    static Call timed(Usable usable, Instant now) {
        Instant due = usable.request().dueAfter(Instant.EPOCH).orElse(now);
        return Call.created(usable.id(), usable.call(now).order(), Optional.of(due));
    }
}
