package io.callqueue.standalone.soak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.callqueue.call.Call;
import io.callqueue.codec.Json;
import io.callqueue.event.CallEvent;

/** The calls' moves as calls.events has them, by epoch and version. Some may be missing: the last one of a call counts. */
final class Ledger {
    private final WholeTopic events;
    private final Map<String, TreeMap<Moment, Call>> moves = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    private record Moment(long epoch, long version) implements Comparable<Moment> {
        @Override
        public int compareTo(Moment other) {
            return Comparator.comparingLong(Moment::epoch).thenComparingLong(Moment::version).compare(this, other);
        }

        boolean isNextOf(Moment before) {
            return epoch == before.epoch && version == before.version + 1;
        }
    }

    Ledger(WholeTopic events) {
        this.events = events;
    }

    void read() {
        events.read(found -> add(Json.read(found.value(), CallEvent.class).call()));
        moves.forEach((id, ofCall) -> check(id));
    }

    /** Written twice it must say the same. */
    private void add(Call call) {
        Call before = moves.computeIfAbsent(call.id().value(), id -> new TreeMap<>())
                .putIfAbsent(new Moment(call.epoch(), call.version()), call);
        if (before != null && !before.equals(call)) {
            faults.add("one version, two states: " + before + " and " + call);
        }
    }

    /** In each epoch a status follows from the one before, and the end stays: only its history is filled in. */
    private void check(String id) {
        Map.Entry<Moment, Call> before = null;
        for (Map.Entry<Moment, Call> now : moves.getOrDefault(id, new TreeMap<>()).entrySet()) {
            if (before != null && !mayFollow(before, now)) {
                faults.add("went back: " + before.getValue() + " then " + now.getValue());
            }
            before = now;
        }
    }

    /** In a Redis that was made anew a move may be made again, or not at all, whose event came too late for it. */
    private static boolean mayFollow(Map.Entry<Moment, Call> before, Map.Entry<Moment, Call> now) {
        if (before.getKey().epoch() != now.getKey().epoch()) {
            return true;
        }
        Call from = before.getValue();
        Call to = now.getValue();
        boolean known = now.getKey().isNextOf(before.getKey());
        return from.status().isFinal()
                ? isSameEnd(from, to)
                : !known || from.status() == to.status() || from.status().next().contains(to.status());
    }

    private static boolean isSameEnd(Call one, Call other) {
        return one.status() == other.status() && one.revision() == other.revision()
                && one.completedAt().equals(other.completedAt()) && one.error().equals(other.error());
    }

    List<String> faults() {
        return faults;
    }

    Optional<String> newest(String id) {
        return Optional.ofNullable(moves.getOrDefault(id, new TreeMap<>()).lastEntry())
                .map(move -> move.getValue().status().word());
    }

    /** The statuses of a call, in their order. */
    List<String> of(String id) {
        return moves.getOrDefault(id, new TreeMap<>()).entrySet().stream()
                .map(move -> move.getKey().epoch() + "." + move.getKey().version() + " "
                        + move.getValue().status().word())
                .toList();
    }
}
