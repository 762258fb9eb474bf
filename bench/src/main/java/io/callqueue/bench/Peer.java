package io.callqueue.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * BullMQ, by a script of ours in {@code bench/peers}.
 *
 * @param scripts the folder of the scripts
 * @param modules the folder in which {@code npm install bullmq ioredis} was run
 */
public record Peer(Path scripts, Path modules) {
    /** Runs a script of that name; returns when it has ended. */
    public void run(String script, String... args) throws IOException, InterruptedException {
        end(script, process(script, args).inheritIO().start());
    }

    /** The same; answers what it printed. */
    public String output(String script, String... args) throws IOException, InterruptedException {
        Process process = process(script, args).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        end(script, process);
        return printed;
    }

    private ProcessBuilder process(String script, String... args) {
        List<String> command = new ArrayList<>(List.of("node", scripts.resolve(script).toString()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).directory(modules.toFile());
    }

    private static void end(String script, Process process) throws IOException, InterruptedException {
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException(script + " ended with " + code);
        }
    }
}
