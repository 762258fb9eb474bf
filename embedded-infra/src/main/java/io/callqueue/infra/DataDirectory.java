package io.callqueue.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where a server keeps its data: a directory of the user's, which stays, or a temporary one under {@code
 * java.io.tmpdir}, which is deleted on close.
 *
 * <p>It has one owner at a time, from {@link #of} to {@link #close}. Kafka would notice a second one only after that has
 * spoiled the metadata log of the first, and for Redis the server of a living owner would pass for one left behind.
 */
public final class DataDirectory implements AutoCloseable {

    private final Path path;
    private final boolean temporary;
    private final DirectoryLock lock;

    private DataDirectory(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
        this.lock = DirectoryLock.take(path);
    }

    /**
     * Takes the given directory, created when absent, or else a new temporary one whose name starts with the prefix.
     *
     * @throws IllegalStateException if a running server uses the directory
     */
    public static DataDirectory of(Optional<Path> given, String prefix) {
        try {
            if (given.isEmpty()) {
                return new DataDirectory(Files.createTempDirectory(prefix), true);
            }
            return new DataDirectory(Files.createDirectories(given.get().toAbsolutePath().normalize()), false);
        } catch (IOException e) {
            throw new UncheckedIOException("no data directory " + given.map(Path::toString).orElse(prefix), e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        lock.close();
        if (temporary && Files.exists(path)) {
            delete();
        }
    }

    private void delete() {
        try (var files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }
}
