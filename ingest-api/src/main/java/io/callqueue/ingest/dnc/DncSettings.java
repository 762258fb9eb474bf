package io.callqueue.ingest.dnc;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of a file of numbers.
 *
 * @param maxLines of one file
 * @param maxBody of one file
 * @param maxFiles how many files are read and worked on at the same time
 */
@ConfigurationProperties("callqueue.dnc")
public record DncSettings(int maxLines, DataSize maxBody, int maxFiles) {
    public DncSettings {
        if (maxLines < 1) {
            throw new IllegalArgumentException("DNC_MAX_LINES is " + maxLines + ": at least 1, or no file is taken");
        }
        if (maxBody.toBytes() < 1024 || maxBody.toBytes() > DataSize.ofGigabytes(1).toBytes()) {
            throw new IllegalArgumentException(
                    "DNC_MAX_BODY is " + maxBody.toBytes() + " bytes: it must be from 1KB to 1GB");
        }
        if (maxFiles < 1) {
            throw new IllegalArgumentException("DNC_MAX_FILES is " + maxFiles + ": at least 1, or no file is taken");
        }
    }
}
