package io.callqueue.standalone;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.callqueue.standalone.check.Check;
import io.callqueue.standalone.check.Checks;
import io.callqueue.standalone.infra.Environment;

/** Whether everything that callqueue needs answers. */
@Command(name = "check", description = "Asks Kafka, Redis, Plivo and the voice bot: a line each; exit code 1 if one fails.")
final class CheckCommand implements Callable<Integer> {
    private static final int MOST_SECONDS = 60;

    @Option(names = "--seconds", description = "how long each of them may take to answer, up to 60 (default: ${DEFAULT-VALUE})", defaultValue = "5")
    private int seconds;

    @Override
    public Integer call() throws InterruptedException {
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new IllegalArgumentException("--seconds is " + seconds + ": it must be from 1 to " + MOST_SECONDS);
        }
        List<Check> checks = new Checks(Environment.ofProcess(), Duration.ofSeconds(seconds)).run();
        checks.forEach(check -> System.out.println(check.line()));
        return checks.stream().allMatch(Check::ok) ? 0 : 1;
    }
}
