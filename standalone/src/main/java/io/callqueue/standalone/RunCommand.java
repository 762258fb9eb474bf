package io.callqueue.standalone;

import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import io.callqueue.standalone.service.RunningService;
import io.callqueue.standalone.service.ServiceName;

/** One service in the foreground, against the configured Kafka and Redis. */
@Command(name = "run", description = "Runs one service in the foreground against the configured Kafka and Redis.")
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SERVICE", description = "one of ${COMPLETION-CANDIDATES}")
    private ServiceName service = ServiceName.INGEST_API;

    @Override
    public Integer call() throws InterruptedException {
        try (Started started = new Started().exitOnSignal()) {
            started.start(() -> RunningService.start(service, Map.of()));
            Thread.sleep(Long.MAX_VALUE);
        }
        return 0;
    }
}
