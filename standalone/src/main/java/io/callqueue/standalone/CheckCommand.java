package io.callqueue.standalone;

import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

import io.callqueue.standalone.check.Check;
import io.callqueue.standalone.check.Checks;
import io.callqueue.standalone.infra.Environment;

/** Whether everything that callqueue needs answers. */
@Command(name = "check", description = "Asks Kafka, Redis, Plivo and the voice bot: a line each; exit code 1 if one fails.")
final class CheckCommand implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
        List<Check> checks = new Checks(Environment.ofProcess()).run();
        checks.forEach(check -> System.out.println(check.line()));
        return checks.stream().allMatch(Check::ok) ? 0 : 1;
    }
}
