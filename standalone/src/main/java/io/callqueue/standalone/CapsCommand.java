package io.callqueue.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.callqueue.standalone.caps.Caps;
import io.callqueue.standalone.caps.LargeCampaign;
import io.callqueue.standalone.caps.Latency;

/** How well the caps are used. */
@Command(name = "caps", description = "Runs three dispatchers with a backlog on this machine: how much of the slots and of the rate they use, whether urgent calls go first, and whether a large campaign holds a small one up.")
final class CapsCommand implements Callable<Integer> {
    @Option(names = "--seconds", description = "how long slots and rate are measured (default: ${DEFAULT-VALUE})", defaultValue = "60")
    private int seconds;
    @Option(names = "--only", description = "one of slots, rate, urgent, fairness, latency, campaign (not run without)")
    private String only = "";
    @Option(names = "--calls", description = "how many calls the large campaign of 'campaign' has (default: ${DEFAULT-VALUE})", defaultValue = "1000000")
    private int calls;

    @Override
    public Integer call() throws Exception {
        Path logs = Files.createTempDirectory("callqueue-caps-");
        Caps caps = new Caps(logs, System.out);
        if (only.isEmpty() || only.equals("slots")) {
            caps.slots(Duration.ofSeconds(seconds));
        }
        if (only.isEmpty() || only.equals("rate")) {
            caps.rate(Duration.ofSeconds(seconds));
        }
        if (only.isEmpty() || only.equals("urgent")) {
            caps.urgent();
        }
        if (only.isEmpty() || only.equals("fairness")) {
            caps.fairness();
        }
        if (only.isEmpty() || only.equals("latency")) {
            new Latency(logs, 300, System.out).run();
        }
        if (only.equals("campaign")) {
            new LargeCampaign(logs, calls, System.out).run();
        }
        return 0;
    }
}
