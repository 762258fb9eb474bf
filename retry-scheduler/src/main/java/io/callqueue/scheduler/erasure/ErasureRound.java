package io.callqueue.scheduler.erasure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.call.CallId;
import io.callqueue.control.ControlStore;
import io.callqueue.control.Erasure;
import io.callqueue.kafka.RecordSender;
import io.callqueue.scheduler.loop.Loop;
import io.callqueue.scheduler.loop.Outage;
import io.callqueue.scheduler.shard.OwnedShards;
import io.callqueue.startup.Connections;
import io.callqueue.store.CallWalk;
import io.callqueue.topic.Topics;

/**
 * Looks for the calls of people who are not to be known any more among all calls, for all pods by the one that reads the first partition of
 * calls.scheduled: no index by number is kept for what is asked this rarely.
 */
public final class ErasureRound implements Loop.Round {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureRound.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    /** What was created before the request is in Kafka by then: a producer gives up after 20 s, and clocks may differ by 10 s. */
    private static final Duration SETTLED = Duration.ofSeconds(30);
    private final OwnedShards shards;
    private final ControlStore control;
    private final CallWalk walk;
    private final ErasedCalls calls;
    private final Registration registration;
    private final RecordSender sender;
    private final InstantSource clock;
    /** Up to where calls have to be registered before a pass that finds none counts. */
    private final Map<Erasure, Map<TopicPartition, Long>> ends = new HashMap<>();
    private final Outage outage = new Outage("nobody is erased, it is tried again");

    private ErasureRound(OwnedShards shards, ControlStore control, Connections to, InstantSource clock) {
        this.shards = shards;
        this.control = control;
        this.walk = new CallWalk(to.redis());
        this.calls = new ErasedCalls(to.store(), to.topics());
        this.registration = new Registration(to.admin());
        this.sender = to.sender();
        this.clock = clock;
    }

    public static ErasureRound of(OwnedShards shards, ControlStore control, Connections to, InstantSource clock) {
        return new ErasureRound(shards, control, to, clock);
    }

    @Override
    public Duration run() throws InterruptedException {
        if (!shards.includeFirstPartition()) {
            return LOOK;
        }
        try {
            List<Erasure> wanted = control.walks().erasing().get();
            if (!wanted.isEmpty()) {
                erase(wanted, clock.instant());
            }
            outage.over();
            return wanted.isEmpty() ? LOOK : AGAIN;
        } catch (ExecutionException e) {
            outage.noticed(e);
            return AGAIN;
        }
    }

    private void erase(List<Erasure> wanted, Instant now) throws ExecutionException, InterruptedException {
        ends.keySet().retainAll(wanted);
        Set<Erasure> ending = new HashSet<>();
        for (Erasure erasure : wanted) {
            if (isRegistered(erasure, now)) {
                ending.add(erasure);
            }
        }
        long epoch = walk.epoch().get();
        ending.removeAll(pass(wanted.stream().collect(Collectors.groupingBy(Erasure::phoneNumber))));
        if (epoch < 0 || walk.epoch().get() != epoch) {
            return; // a part of the pass was through another Redis
        }
        for (Erasure erasure : ending) {
            end(erasure);
        }
    }

    private boolean isRegistered(Erasure erasure, Instant now) throws ExecutionException, InterruptedException {
        if (now.isBefore(erasure.requestedAt().plus(SETTLED))) {
            return false;
        }
        if (!ends.containsKey(erasure)) {
            ends.put(erasure, registration.ends());
        }
        return registration.isPast(ends.getOrDefault(erasure, Map.of()));
    }

    /** Answers the wishes of which calls are left. */
    private Set<Erasure> pass(Map<String, List<Erasure>> wanted) throws ExecutionException, InterruptedException {
        Set<Erasure> left = new HashSet<>();
        CallWalk.Page page = walk.first().get();
        page(page.ids(), wanted, left);
        while (!page.isLast()) {
            page = walk.from(page.next()).get();
            page(page.ids(), wanted, left);
        }
        return left;
    }

    private void page(List<CallId> ids, Map<String, List<Erasure>> wanted, Set<Erasure> left)
            throws ExecutionException, InterruptedException {
        List<CompletableFuture<List<Erasure>>> asked = ids.stream().map(id -> walk.phoneNumber(id)
                .thenApply(number -> number.map(known -> wanted.getOrDefault(known, List.of())).orElse(List.of())))
                .toList();
        Map<Erasure, List<CompletableFuture<Boolean>>> erased = new HashMap<>();
        for (int at = 0; at < ids.size(); at++) {
            CallId id = ids.get(at);
            for (Erasure erasure : asked.get(at).get()) {
                erased.computeIfAbsent(erasure, made -> new ArrayList<>()).add(calls.erase(id, erasure));
            }
        }
        for (Map.Entry<Erasure, List<CompletableFuture<Boolean>>> each : erased.entrySet()) {
            for (CompletableFuture<Boolean> one : each.getValue()) {
                if (!one.get()) {
                    left.add(each.getKey());
                }
            }
        }
    }

    /** The record goes with what it was about. */
    @SuppressWarnings("NullAway") // no value: the record before is to go
    private void end(Erasure erasure) throws ExecutionException, InterruptedException {
        var unused = sender.send(new ProducerRecord<>(Topics.CONTROL,
                erasure.key().getBytes(StandardCharsets.UTF_8), (byte[]) null)).get();
        control.apply(erasure.key(), 0, Optional.empty()).get();
        LOG.info("a person was erased, asked for at {}", erasure.requestedAt());
    }
}
