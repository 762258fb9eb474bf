package io.callqueue.scheduler.ledger;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

import io.callqueue.statistics.Figure;
import io.callqueue.statistics.Tally;
import io.callqueue.statistics.Window;
import io.callqueue.statistics.Window.Unit;

/**
 * The figures of one partition, in their store. Which windows are forgotten is decided by a moment that is kept with them: so what is taken back was
 * added, also when another machine with a slower clock goes on.
 */
final class Figures {
    /** Stands in the store beside the figures; no figure's name sorts behind it. */
    private static final String HORIZON = "~horizon";
    private final KeyValueStore<String, byte[]> store;
    private final Set<String> changed = new HashSet<>();
    private Instant horizon;

    Figures(KeyValueStore<String, byte[]> store) {
        this.store = store;
        this.horizon = Optional.ofNullable(store.get(HORIZON))
                .map(millis -> Instant.ofEpochMilli(ByteBuffer.wrap(millis).getLong())).orElse(Instant.EPOCH);
        each(store.all(), key -> changed.add(Part.figure(key))); // whether they were told is not known
    }

    void add(Map<Figure, Tally> changes) {
        changes.forEach((figure, change) -> {
            if (!change.isEmpty() && !figure.window().isForgotten(horizon)) {
                add(figure.name(), change);
            }
        });
    }

    private void add(String figure, Tally change) {
        for (Part part : Part.values()) {
            Tally some = part.of(change);
            if (!some.isEmpty()) {
                store.put(part.key(figure), tally(part.key(figure)).plus(some).bytes());
            }
        }
        changed.add(figure);
    }

    private Tally tally(String key) {
        byte[] bytes = store.get(key);
        return bytes == null ? Tally.NOTHING : Tally.read(bytes);
    }

    private Tally whole(String figure) {
        Tally whole = Tally.NOTHING;
        for (Part part : Part.values()) {
            whole = whole.plus(tally(part.key(figure)));
        }
        return whole;
    }

    /** Forgets the windows whose time is over at this moment. */
    void forget(Instant now) {
        if (!now.isAfter(horizon)) {
            return;
        }
        horizon = now;
        store.put(HORIZON, ByteBuffer.allocate(Long.BYTES).putLong(now.toEpochMilli()).array());
        for (Unit unit : Unit.values()) {
            if (unit != Unit.TOTAL) {
                forget(unit);
            }
        }
    }

    private void forget(Unit unit) {
        List<String> over = new ArrayList<>();
        each(store.range(new Window(unit, 0).name(), new Window(unit, Window.firstKept(unit, horizon)).name()),
                over::add);
        over.forEach(key -> {
            store.delete(key);
            changed.add(Part.figure(key));
        });
    }

    /**
     * Tells of every figure that has changed since the last time: its tally, or that it is no more. What became empty stands in the store
     * until then: so whoever goes on after a fault tells of it.
     */
    void tell(BiConsumer<String, Optional<Tally>> each) {
        changed.forEach(name -> {
            each.accept(name, Optional.of(whole(name)).filter(tally -> !tally.isEmpty()));
            deleteEmpty(name);
        });
        changed.clear();
    }

    private void deleteEmpty(String figure) {
        for (Part part : Part.values()) {
            byte[] bytes = store.get(part.key(figure));
            if (bytes != null && Tally.read(bytes).isEmpty()) {
                store.delete(part.key(figure));
            }
        }
    }

    Instant horizon() {
        return horizon;
    }

    private static void each(KeyValueIterator<String, byte[]> found, Consumer<String> key) {
        try (found) {
            while (found.hasNext()) {
                KeyValue<String, byte[]> next = found.next();
                if (!next.key.equals(HORIZON)) {
                    key.accept(next.key);
                }
            }
        }
    }
}
