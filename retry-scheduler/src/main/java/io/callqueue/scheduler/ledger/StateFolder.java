package io.callqueue.scheduler.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A folder for the state of one running ledger, which no other one uses. After a restart it is the same again, so what Kafka has is not read
 * again; it lies under the id of the changelog's topic, so what is of another Kafka, or of a topic that was made anew, is never taken for it.
 * One that was not used for long is emptied: Kafka tells for a day that a call was forgotten, and whoever missed it has the call for good.
 */
final class StateFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);
    private static final int MOST = 1_000;
    /** Half of {@code delete.retention.ms} of the changelog: the other half is for reading it. */
    private static final Duration USABLE = Duration.ofHours(12);
    private final Path path;
    /** Its time is when all that the folder has was what Kafka has. */
    private final Path mark;
    private final FileChannel lock;

    private StateFolder(Path path, Path mark, FileChannel lock) {
        this.path = path;
        this.mark = mark;
        this.lock = lock;
    }

    /** The first folder that nobody uses. */
    static StateFolder take(Path stateDir, String topicId) throws IOException {
        Path parent = Files.createDirectories(stateDir.resolve(topicId));
        for (int number = 1; number <= MOST; number++) {
            Path lockFile = parent.resolve(number + ".lock");
            FileChannel taken = lock(lockFile);
            if (taken != null) {
                StateFolder folder = new StateFolder(parent.resolve(String.valueOf(number)),
                        parent.resolve(number + ".used"), taken);
                return folder.emptiedIfOld(lockFile);
            }
        }
        throw new IOException("all folders in " + parent + " are in use");
    }

    private StateFolder emptiedIfOld(Path lockFile) throws IOException {
        try {
            FileTime used = Files.exists(mark) ? Files.getLastModifiedTime(mark) : FileTime.fromMillis(0);
            if (used.toInstant().plus(USABLE).isBefore(now(lockFile).toInstant())) {
                if (FileSystemUtils.deleteRecursively(path)) {
                    LOG.info("{} was not used since {}: the ledger is read from Kafka again", path, used);
                }
                markUsed();
            }
            return this;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** By the clock that dates marks: that of the disk. */
    private FileTime now(Path lockFile) throws IOException {
        int unused = lock.write(ByteBuffer.wrap(new byte[1]), 0);
        return Files.getLastModifiedTime(lockFile);
    }

    /** All that it has is what Kafka has, at this moment. Where that can not be written, it is emptied earlier than need be. */
    void markUsed() {
        try {
            Files.writeString(mark, "its time tells when this folder was last used\n");
        } catch (IOException e) {
            LOG.debug("{} can not be written: {}", mark, String.valueOf(e));
        }
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
