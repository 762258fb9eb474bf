package io.callqueue.scheduler.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * A folder for the state of one running ledger, which no other one uses. After a restart it is the same again, so what Kafka has is not read
 * again; it lies under the id of the changelog's topic, so what is of another Kafka, or of a topic that was made anew, is never taken for it.
 */
final class StateFolder implements AutoCloseable {
    private static final int MOST = 1_000;
    private final Path path;
    private final FileChannel lock;

    private StateFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** The first folder that nobody uses. */
    static StateFolder take(Path stateDir, String topicId) throws IOException {
        Path parent = Files.createDirectories(stateDir.resolve(topicId));
        for (int number = 1; number <= MOST; number++) {
            FileChannel taken = lock(parent.resolve(number + ".lock"));
            if (taken != null) {
                return new StateFolder(parent.resolve(String.valueOf(number)), taken);
            }
        }
        throw new IOException("all folders in " + parent + " are in use");
    }

    private static @Nullable FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
            return lock == null ? null : channel;
        } catch (OverlappingFileLockException e) { // of this JVM
            return null;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
