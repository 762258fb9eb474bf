package io.callqueue.bench;

import java.io.IOException;
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
        List<String> command = new ArrayList<>(List.of("node", scripts.resolve(script).toString()));
        command.addAll(List.of(args));
        int code = new ProcessBuilder(command).directory(modules.toFile()).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException(script + " ended with " + code);
        }
    }
}
