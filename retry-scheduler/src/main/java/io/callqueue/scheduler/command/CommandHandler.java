package io.callqueue.scheduler.command;

import java.util.Optional;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.callqueue.call.Call;
import io.callqueue.call.Moves;
import io.callqueue.control.ControlStore;
import io.callqueue.kafka.BatchConsumer;
import io.callqueue.kafka.CallTopics;
import io.callqueue.scheduler.inquiry.Aftermath;
import io.callqueue.scheduler.registration.CancelledCampaigns;
import io.callqueue.store.CallStore;
import io.callqueue.topic.Command;

/** Does what a command asks for. A repeated one changes nothing; what follows from it is sent again. */
public final class CommandHandler implements BatchConsumer.Handler {
    private final CallStore store;
    private final CallTopics topics;
    private final CancelledCampaigns cancelled;

    public CommandHandler(CallStore store, ControlStore control, CallTopics topics) {
        this.store = store;
        this.topics = topics;
        this.cancelled = new CancelledCampaigns(store, control);
    }

    @Override
    public void handle(ConsumerRecord<byte[], byte[]> found) throws ExecutionException, InterruptedException {
        switch (CommandReader.read(found.value())) {
            case CommandReader.Unreadable(String reason) -> topics.deadLetter(found, reason).get();
            case CommandReader.Readable(Command command) -> carryOut(found, command);
        }
    }

    private void carryOut(ConsumerRecord<byte[], byte[]> found, Command command)
            throws ExecutionException, InterruptedException {
        Optional<Call> call = switch (command.type()) {
            case CANCEL -> store.update(command.callId(), Moves::cancel).get().known();
            case RESCHEDULE -> reschedule(command);
        };
        if (call.isPresent()) {
            new Aftermath(topics).of(call.get()).get();
        } else {
            topics.deadLetter(found, "there is no call " + command.callId()).get();
        }
    }

    /** Of a campaign that is cancelled meanwhile no call is carried off to another place, which the walk over its calls has passed. */
    private Optional<Call> reschedule(Command command) throws ExecutionException, InterruptedException {
        Optional<Call> call = store.update(command.callId(), (known, now) -> Moves.reschedule(known,
                command.revision().orElseThrow(), now, command.reschedule().orElseThrow())).get().known();
        return call.isPresent() ? Optional.of(cancelled.orEnded(call.get())) : call;
    }
}
