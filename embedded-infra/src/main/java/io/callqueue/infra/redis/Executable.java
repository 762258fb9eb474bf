package io.callqueue.infra.redis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import redis.embedded.core.ExecutableProvider;

/** Finds a redis-server that runs on this machine: the bundled one, or else the first on the PATH. */
final class Executable {

    private static final String NONE = """
            no redis-server runs on this machine. The bundled one needs glibc and OpenSSL 3 (libssl.so.3; package \
            libssl3 on Debian and Ubuntu, openssl-libs on Fedora) and a temporary directory that allows execution. \
            Install these, or put a redis-server (6.2 or newer) on the PATH. What was tried:\
            """;

    private Executable() {}

    /**
     * The path of an executable that was seen to run.
     *
     * @throws IllegalStateException if there is none; the message says what is missing
     */
    static String find(Path directory) {
        var failures = new StringBuilder(NONE);
        for (String candidate : candidates(directory, failures)) {
            Optional<String> failure = failureOf(candidate);
            if (failure.isEmpty()) {
                return candidate;
            }
            failures.append("\n  ").append(candidate).append(": ").append(failure.get());
        }
        throw new IllegalStateException(failures.toString());
    }

    private static List<String> candidates(Path directory, StringBuilder failures) {
        var candidates = new ArrayList<String>();
        try {
            candidates.add(ExecutableProvider.newJarResourceProvider(directory.toFile()).get().getAbsolutePath());
        } catch (IOException | RuntimeException e) { // no binary for this system, or no room for it
            failures.append("\n  bundled: ").append(e);
        }
        Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "redis-server")).filter(Files::isExecutable).map(Path::toString)
                .forEach(candidates::add);
        return candidates;
    }

    /** Empty if it can say its version: a missing library shows here, before a server is wanted. */
    private static Optional<String> failureOf(String candidate) {
        try {
            var process = new ProcessBuilder(candidate, "--version").redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes()).strip();
            int exit = process.waitFor();
            return exit == 0 ? Optional.empty() : Optional.of("exit code " + exit + ", " + output);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while trying " + candidate, e);
        }
    }
}
