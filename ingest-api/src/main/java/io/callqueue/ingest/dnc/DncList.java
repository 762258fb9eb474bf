package io.callqueue.ingest.dnc;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Gatherers;

import org.springframework.stereotype.Component;

import io.callqueue.control.DoNotCall;
import io.callqueue.control.DoNotCallList;
import io.callqueue.ingest.control.Control;
import io.callqueue.ingest.web.Await;

/** Puts numbers on the list and takes them off. A number that is listed again keeps the moment from which on it was. */
@Component
final class DncList {
    /** Records that wait for Kafka's acks at the same time. */
    private static final int WINDOW = 1000;
    private final Control control;
    private final DoNotCallList list;
    private final Clock clock;

    DncList(Control control, DoNotCallList list, Clock clock) {
        this.control = control;
        this.list = list;
        this.clock = clock;
    }

    Optional<DoNotCall> find(String number) {
        return Await.result(list.find(number));
    }

    /** @return whether it is in force already; if not, no dispatcher is there */
    boolean put(String number, Optional<String> reason) throws InterruptedException {
        DoNotCall entry = DoNotCall.of(number, reason, find(number).map(DoNotCall::since).orElseGet(this::now));
        return control.publish(DoNotCall.key(number), Optional.of(entry));
    }

    boolean remove(String number) throws InterruptedException {
        return control.publish(DoNotCall.key(number), Optional.empty());
    }

    /** Returns when Kafka has them all; fails with a KafkaException when it has not, and perhaps some of them. */
    void putAll(Map<String, Optional<String>> reasons) {
        Instant now = now();
        reasons.entrySet().stream().gather(Gatherers.windowFixed(WINDOW)).forEach(some -> putSome(some, now));
    }

    private void putSome(List<Map.Entry<String, Optional<String>>> some, Instant now) {
        Map<String, DoNotCall> listed = Await.result(list.find(some.stream().map(Map.Entry::getKey).toList()));
        List<CompletableFuture<Void>> sent = some.stream().map(each -> {
            Instant since = Optional.ofNullable(listed.get(each.getKey())).map(DoNotCall::since).orElse(now);
            return control.write(DoNotCall.key(each.getKey()), DoNotCall.of(each.getKey(), each.getValue(), since));
        }).toList();
        sent.forEach(Await::result);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
