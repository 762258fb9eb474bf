package io.callqueue.simulator.call;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The calls that have not ended, and for as long as the lists lag those that just did. */
final class CallBook {
    private final Map<String, Call> byCallUuid = new ConcurrentHashMap<>();
    private final Map<String, Call> byRequestUuid = new ConcurrentHashMap<>();

    void add(Call call) {
        byCallUuid.put(call.ids().callUuid(), call);
        byRequestUuid.put(call.ids().requestUuid(), call);
    }

    void remove(Call call) {
        byCallUuid.remove(call.ids().callUuid());
        byRequestUuid.remove(call.ids().requestUuid());
    }

    Optional<Call> byCallUuid(String uuid) {
        return Optional.ofNullable(byCallUuid.get(uuid));
    }

    Optional<Call> byRequestUuid(String uuid) {
        return Optional.ofNullable(byRequestUuid.get(uuid));
    }

    Stream<Call> open() {
        return byCallUuid.values().stream().filter(call -> call.phase() != Phase.ENDED);
    }

    List<CallView> at(Predicate<CallTimes> then) {
        return byCallUuid.values().stream().filter(call -> then.test(call.times())).map(Call::view).toList();
    }
}
