package io.callqueue.scheduler.registration;

import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.callqueue.call.Call;
import io.callqueue.control.ControlStore;
import io.callqueue.kafka.BatchConsumer;
import io.callqueue.kafka.CallTopics;
import io.callqueue.store.CallStore;
import io.callqueue.store.Creation;
import io.callqueue.store.Snapshot;
import io.callqueue.topic.CallRecord;
import io.callqueue.topic.FirstRecord;
import io.callqueue.topic.FirstRecord.Usable;

/**
 * Makes the calls that direct producers wrote into the priority topics known at once, however long they wait there to be dialed. The
 * dispatcher reads the same records later: it makes the dead letters, and it publishes the event of a call again that a crash cost here. A
 * call that has ended is known for as long again: forgotten before the dispatcher reads this record, it would be made anew and dialed.
 */
public final class DirectCalls implements BatchConsumer.Handler {
    private final FirstRecord reader = new FirstRecord();
    private final CallStore store;
    private final CancelledCampaigns cancelled;
    private final CallTopics topics;

    public DirectCalls(CallStore store, ControlStore control, CallTopics topics) {
        this.store = store;
        this.cancelled = new CancelledCampaigns(store, control);
        this.topics = topics;
    }

    @Override
    public void handle(ConsumerRecord<byte[], byte[]> found) throws ExecutionException, InterruptedException {
        if (CallRecord.isFirst(found) && reader.read(found) instanceof Usable usable) {
            register(usable);
        }
    }

    private void register(Usable usable) throws ExecutionException, InterruptedException {
        Snapshot known = store.read(usable.id()).get();
        if (known.call().isPresent()) {
            if (known.call().filter(call -> call.status().isFinal()).isPresent()) {
                store.ended().readAgain(usable.id(), known.now()).get();
            }
            return;
        }
        Creation creation = store.create(usable.call(known.now()), usable.request()).get();
        if (creation instanceof Creation.Created(Call call)) {
            topics.event(cancelled.orEnded(call), usable.request()).get();
        }
    }
}
