package io.callqueue.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.callqueue.codec.Json;
import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.simulator.SimulatorOptions;
import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.standalone.infra.Environment;
import io.callqueue.standalone.infra.Parts;

/** The Plivo simulator alone. */
@Command(name = "simulator", description = "Runs the Plivo simulator, with its sample voice bot, on SIMULATOR_PORT (default 8765).")
final class SimulatorCommand implements Callable<Integer> {
    static final int DEFAULT_PORT = 8765;

    @Option(names = "--seed", description = "of all random choices; printed at the start")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--behavior", paramLabel = "FILE", description = "JSON as GET /simulator/behavior gives it")
    private Optional<Path> behavior = Optional.empty();

    @Override
    public Integer call() throws Exception {
        Environment environment = Environment.ofProcess();
        SimulatorOptions options = SimulatorOptions.defaults()
                .withPort(environment.port("SIMULATOR_PORT", DEFAULT_PORT));
        if (seed.isPresent()) {
            options = options.withSeed(seed.get());
        }
        if (behavior.isPresent()) {
            options = options.withBehavior(Json.read(Files.readAllBytes(behavior.get()), Behavior.class));
        }
        SimulatorOptions chosen = options;
        try (Started started = new Started().stopOnSignal()) {
            PlivoSimulator simulator = started.start(() -> Parts.simulator(chosen, environment));
            System.out.printf("Plivo simulator at %s, seed %d%n%s%n", simulator.uri(), simulator.seed(),
                    Exports.of(simulator));
            Thread.sleep(Long.MAX_VALUE);
        }
        return 0;
    }
}
