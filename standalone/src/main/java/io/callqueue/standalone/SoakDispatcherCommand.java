package io.callqueue.standalone;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import io.callqueue.dispatcher.dial.Checkpoints;
import io.callqueue.standalone.service.RunningService;
import io.callqueue.standalone.soak.Mishap;

/** One dispatcher of a soak. */
@Command(name = "soak-dispatcher", hidden = true, description = "Runs a dispatcher that is killed or frozen at a step of a dial.")
final class SoakDispatcherCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SIGNAL")
    private Mishap.Signal signal = Mishap.Signal.KILL;
    @Parameters(index = "1", paramLabel = "STEP")
    private Checkpoints.Step step = Checkpoints.Step.PERMITTED;
    @Parameters(index = "2", paramLabel = "NTH")
    private int nth;

    @Override
    public Integer call() throws InterruptedException {
        try (Started started = new Started().exitOnSignal()) {
            started.start(() -> RunningService.startDispatcher(new Mishap(signal, step, nth).ofThisProcess()));
            Thread.sleep(Long.MAX_VALUE);
        }
        return 0;
    }
}
