package io.callqueue.scheduler.due;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import org.apache.kafka.common.KafkaException;

import io.callqueue.kafka.CallTopics;
import io.callqueue.scheduler.loop.Loop;
import io.callqueue.scheduler.loop.Outage;
import io.callqueue.scheduler.parking.LookPace;
import io.callqueue.scheduler.parking.ParkedCalls;
import io.callqueue.scheduler.shard.OwnedShards;
import io.callqueue.store.CallStore;

/** One look at the timers of this pod's shards: fire what is due, hand it over; then what may come back of the parked calls. */
public final class TimerRound implements Loop.Round {
    private final OwnedShards shards;
    private final DueShards due;
    private final Delivery delivery;
    private final ParkedCalls parked;
    private final Agenda agenda;
    private final InstantSource clock;
    private final Outage outage = new Outage("timers stand still until Kafka says whose shards are whose");

    private TimerRound(OwnedShards shards, DueShards due, Delivery delivery, ParkedCalls parked, Agenda agenda,
            InstantSource clock) {
        this.shards = shards;
        this.due = due;
        this.delivery = delivery;
        this.parked = parked;
        this.agenda = agenda;
        this.clock = clock;
    }

    public static TimerRound of(OwnedShards shards, CallStore store, CallTopics topics, TimerSettings settings,
            ParkedCalls parked, LookPace pace, InstantSource clock, TimerMetrics metrics) {
        return new TimerRound(shards, new DueShards(store, settings, pace), new Delivery(store, topics, metrics),
                parked,
                new Agenda(settings.tick(), settings.batch()), clock);
    }

    /** A timer was set in this shard that may fire before the next look at it: the next round looks. */
    public void wake(int shard) {
        agenda.wake(shard);
    }

    @Override
    public Duration run() {
        try {
            List<Integer> owned = shards.now();
            outage.over();
            return fire(owned);
        } catch (KafkaException e) {
            outage.noticed(e);
            return Agenda.BACK_OFF;
        }
    }

    private Duration fire(List<Integer> owned) {
        DueShards.Popped popped = due.pop(agenda.due(owned, clock.instant()));
        Instant answered = clock.instant();
        popped.byShard().forEach((shard, found) -> agenda.found(shard, found, answered));
        boolean delivered = delivery.deliver(popped.fired()) && delivery.deliver(parked.release(popped.looks()));
        return popped.whole() && delivered ? agenda.pause(owned, clock.instant()) : Agenda.BACK_OFF;
    }
}
