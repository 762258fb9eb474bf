package io.callqueue.standalone;

import java.nio.file.Path;
import java.util.Optional;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.callqueue.bench.Peer;
import io.callqueue.bench.admission.AdmissionBench;
import io.callqueue.bench.dispatch.DispatchBench;
import io.callqueue.bench.due.DueBench;
import io.callqueue.bench.ledger.LedgerBench;
import io.callqueue.bench.ledger.RestoreBench;

/** What each stage costs beside its physical limit. */
@Command(name = "bench", description = "Measures a stage beside the same work with nothing of callqueue's in it, alternating, and beside BullMQ.")
final class BenchCommand {
    @Option(names = "--rounds", description = "how often each figure is taken (default: ${DEFAULT-VALUE})", defaultValue = "5", scope = picocli.CommandLine.ScopeType.INHERIT)
    private int rounds;
    @Option(names = "--peer", paramLabel = "FOLDER", description = "where 'npm install bullmq@6.7.0 ioredis' was run; without it BullMQ is left out", scope = picocli.CommandLine.ScopeType.INHERIT)
    private Optional<Path> peer = Optional.empty();

    @Command(name = "dispatch", description = "Dials a second against a Plivo that answers after 20 ms, 200 in flight.")
    int dispatch(
            @Option(names = "--calls", description = "of each round (default: ${DEFAULT-VALUE})", defaultValue = "10000") int calls,
            @Option(names = "--warm-up", paramLabel = "ROUNDS", description = "rounds before those that count (default: ${DEFAULT-VALUE})", defaultValue = "8") int warmUp)
            throws Exception {
        new DispatchBench(calls, warmUp, rounds, peer.map(modules -> new Peer(peers(), modules.toAbsolutePath())),
                System.out)
                .run();
        return 0;
    }

    @Command(name = "admission", description = "Permits a second, beside redis-benchmark (Debian: redis-tools) with the same script.")
    int admission(
            @Option(names = "--permits", description = "of each round (default: ${DEFAULT-VALUE})", defaultValue = "100000") int permits)
            throws Exception {
        new AdmissionBench(permits, rounds, System.out).run();
        return 0;
    }

    @Command(name = "due", description = "Scheduled calls that come due within a second: how many a second can be read from Kafka, how late, and what a call takes of Redis.")
    int due(@Option(names = "--calls", description = "of each round (default: ${DEFAULT-VALUE})", defaultValue = "100000") int calls)
            throws Exception {
        new DueBench(calls, rounds, peer.map(modules -> new Peer(peers(), modules.toAbsolutePath())), System.out).run();
        return 0;
    }

    @Command(name = "ledger", description = "Events a second that the ledger folds, beside a consumer that only reads them.")
    int ledger(
            @Option(names = "--calls", description = "of each round, six events each (default: ${DEFAULT-VALUE})", defaultValue = "50000") int calls)
            throws Exception {
        new LedgerBench(calls, rounds, Home.find().emptyPart("bench", "ledger"), System.out).run();
        return 0;
    }

    @Command(name = "restore", description = "For how long Redis is closed that was emptied, and the calls a second that are back.")
    int restore(
            @Option(names = "--calls", description = "open ones (default: ${DEFAULT-VALUE})", defaultValue = "10000") int calls)
            throws Exception {
        new RestoreBench(calls, rounds, System.out).run();
        return 0;
    }

    private static Path peers() {
        return Home.find().folder().resolveSibling("bench").resolve("peers");
    }
}
