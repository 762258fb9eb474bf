package io.callqueue.scheduler.erasure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.kafka.clients.producer.ProducerRecord;
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
    /** Calls that were written to Kafka before the request are known to Redis by then. */
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private final OwnedShards shards;
    private final ControlStore control;
    private final CallWalk walk;
    private final ErasedCalls calls;
    private final RecordSender sender;
    private final InstantSource clock;
    private final Outage outage = new Outage("nobody is erased, it is tried again");

    private ErasureRound(OwnedShards shards, ControlStore control, Connections to, InstantSource clock) {
        this.shards = shards;
        this.control = control;
        this.walk = new CallWalk(to.redis());
        this.calls = new ErasedCalls(to.store(), to.topics());
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
            List<Erasure> wanted = control.erasing().get();
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

    private void erase(List<Erasure> wanted, Instant began) throws ExecutionException, InterruptedException {
        Set<String> left = pass(wanted.stream().collect(Collectors.toMap(Erasure::phoneNumber, Function.identity())));
        for (Erasure erasure : wanted) {
            boolean isSettled = !began.isBefore(erasure.requestedAt().plus(SETTLED));
            if (isSettled && !left.contains(erasure.phoneNumber())) {
                end(erasure);
            }
        }
    }

    /** Answers the numbers of which calls are left. */
    private Set<String> pass(Map<String, Erasure> wanted) throws ExecutionException, InterruptedException {
        Set<String> left = new HashSet<>();
        CallWalk.Page page = walk.first().get();
        page(page.ids(), wanted, left);
        while (!page.isLast()) {
            page = walk.from(page.next()).get();
            page(page.ids(), wanted, left);
        }
        return left;
    }

    private void page(List<CallId> ids, Map<String, Erasure> wanted, Set<String> left)
            throws ExecutionException, InterruptedException {
        List<CompletableFuture<Optional<Erasure>>> asked = ids.stream()
                .map(id -> walk.phoneNumber(id).thenApply(number -> number.map(wanted::get))).toList();
        List<CompletableFuture<Boolean>> erased = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        for (int at = 0; at < ids.size(); at++) {
            Optional<Erasure> about = asked.get(at).get();
            if (about.isPresent()) {
                erased.add(calls.erase(ids.get(at), about.get()));
                numbers.add(about.get().phoneNumber());
            }
        }
        for (int at = 0; at < erased.size(); at++) {
            if (!erased.get(at).get()) {
                left.add(numbers.get(at));
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
