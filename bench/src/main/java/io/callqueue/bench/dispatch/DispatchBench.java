package io.callqueue.bench.dispatch;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.springframework.context.ConfigurableApplicationContext;

import io.callqueue.bench.Figures;
import io.callqueue.bench.Peer;
import io.callqueue.bench.stub.PlivoStub;
import io.callqueue.dispatcher.DispatcherApplication;
import io.callqueue.infra.kafka.EmbeddedKafka;
import io.callqueue.infra.kafka.KafkaOptions;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.store.RedisSettings;

/** Dials a second of one dispatcher whose caps are out of reach, counted where they arrive. */
public final class DispatchBench {
    private static final Duration ANSWERED_AFTER = Duration.ofMillis(20);
    private static final int IN_FLIGHT = 200;
    private static final int PARTITIONS = 6;
    private final int calls;
    private final int warmUp;
    private final int rounds;
    private final Optional<Peer> peer;
    private final PrintStream out;

    /** @param calls of each round, @param warmUp rounds before those that count: a dispatcher has run for minutes, too */
    public DispatchBench(int calls, int warmUp, int rounds, Optional<Peer> peer, PrintStream out) {
        this.calls = calls;
        this.warmUp = warmUp;
        this.rounds = rounds;
        this.peer = peer;
        this.out = out;
    }

    public void run() throws IOException, InterruptedException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaOptions.temporary());
                EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.temporary());
                PlivoStub stub = new PlivoStub(ANSWERED_AFTER);
                Queue queue = new Queue(new KafkaSettings(kafka.bootstrapServers(), PARTITIONS, (short) 1,
                        Duration.ofSeconds(10)), new RedisSettings(redis.uri(), Duration.ofSeconds(10)))) {
            Figures bare = new Figures();
            Figures ours = new Figures();
            Figures peers = new Figures();
            BareLoop loop = new BareLoop(stub.uri());
            for (int round = 0; round < warmUp + rounds; round++) {
                boolean counts = round >= warmUp;
                loop.dial(calls, IN_FLIGHT);
                take(stub, bare, counts);
                dispatch(kafka, redis, stub, queue);
                take(stub, ours, counts);
                if (counts && peer.isPresent()) {
                    dispatch(peer.get(), stub);
                    take(stub, peers, true);
                }
            }
            report(bare, ours, peers);
        }
    }

    private void take(PlivoStub stub, Figures figures, boolean counts) {
        if (counts) {
            figures.add(stub.arrivals().perSecond());
        }
        out.printf("  %,.0f a second, most %d in flight%n", stub.arrivals().perSecond(),
                stub.arrivals().mostInFlight());
        stub.arrivals().reset();
    }

    private void dispatch(EmbeddedKafka kafka, EmbeddedRedis redis, PlivoStub stub, Queue queue)
            throws InterruptedException {
        queue.forgetAll();
        queue.add(calls);
        try (ConfigurableApplicationContext dispatcher = DispatcherApplication.builder()
                .run(settings(kafka, redis, stub).toArray(String[]::new))) {
            stub.arrivals().await(calls);
        }
    }

    /** On a Redis of its own: ours would be made anew when it is emptied. */
    private void dispatch(Peer bullmq, PlivoStub stub) throws IOException, InterruptedException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.temporary())) {
            bullmq.run("dial.mjs", String.valueOf(redis.port()), stub.uri() + "/v1/Account/x/Call/",
                    String.valueOf(calls), String.valueOf(IN_FLIGHT));
        }
    }

    private static List<String> settings(EmbeddedKafka kafka, EmbeddedRedis redis, PlivoStub stub) {
        return List.of("--KAFKA_BOOTSTRAP_SERVERS=" + kafka.bootstrapServers(), "--REDIS_URL=" + redis.uri(),
                "--KAFKA_PARTITIONS=" + PARTITIONS, "--PLIVO_AUTH_ID=MABENCH0000000000000", "--PLIVO_AUTH_TOKEN=token",
                "--PLIVO_NUMBER=+14155550100", "--PLIVO_API_URL=" + stub.uri(), "--AGENT_SERVER_URL=" + stub.uri(),
                "--QUEUE_WORKERS=" + IN_FLIGHT, "--RATE_LIMIT_PER_SECOND=10000", "--MAX_CONCURRENT_CALLS=1000000",
                "--RATE_TOLERANCE=500ms", "--LEASE_WATCH_INTERVAL=1h", "--logging.level.root=ERROR");
    }

    private void report(Figures bare, Figures ours, Figures peers) {
        out.printf(
                "dispatch: %,d calls, each answered after %d ms, %d in flight; medians of %d rounds (and ranges) after %d that do not count%n",
                calls, ANSWERED_AFTER.toMillis(), IN_FLIGHT, rounds, warmUp);
        out.printf("  bare loop of plivo-java   %s dials a second%n", bare.whole());
        out.printf("  dispatcher                %s, %s of the bare loop%n", ours.whole(), ours.over(bare).ratio());
        if (!peers.isEmpty()) {
            out.printf("  BullMQ                    %s; the dispatcher dials %s times as many%n", peers.whole(),
                    ours.over(peers).ratio());
        }
    }
}
