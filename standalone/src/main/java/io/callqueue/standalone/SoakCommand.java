package io.callqueue.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.callqueue.standalone.soak.Soak;
import io.callqueue.standalone.soak.Trouble;

/** Faults of every kind, by seed. */
@Command(name = "soak", description = "Runs everything on this machine under faults, and checks that no call is lost, dialed twice or over the caps; exit code 1 if one is.")
final class SoakCommand implements Callable<Integer> {
    @Option(names = "--seeds", description = "how many mixes of faults, one after the other (default: ${DEFAULT-VALUE})", defaultValue = "1")
    private int seeds;
    @Option(names = "--minutes", description = "how long each of them dials under faults (default: ${DEFAULT-VALUE})", defaultValue = "0.5")
    private double minutes;
    @Option(names = "--seed", description = "the first seed: the same kinds of trouble in the same order; random without it")
    private Long first = new Random().nextLong(1_000_000);

    @Option(names = "--backlog", description = "as many calls as are open meanwhile, about (default: ${DEFAULT-VALUE})", defaultValue = "500")
    private int backlog;

    @Option(names = "--troubles", split = ",", description = "which may happen, such as redis_emptied (all without it): ${COMPLETION-CANDIDATES}")
    private List<Trouble> troubles = List.of(Trouble.values());

    @Override
    public Integer call() throws Exception {
        Path logs = Files.createTempDirectory("callqueue-soak-");
        boolean good = true;
        for (long seed = first; seed < first + seeds; seed++) {
            Path own = Files.createDirectory(logs.resolve(String.valueOf(seed)));
            Duration length = Duration.ofMillis((long) (minutes * 60_000));
            good &= new Soak(seed, length, backlog, Set.copyOf(troubles), own, System.out).run();
        }
        System.out.println(
                good ? "every call ended as it should" : "not as it should be; what the services said: " + logs);
        return good ? 0 : 1;
    }
}
