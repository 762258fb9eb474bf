package io.callqueue.ingest.dnc;

import java.util.List;

/**
 * What came of a file.
 *
 * @param accepted lines whose numbers Kafka has; dispatchers put them in force within moments
 * @param rejected lines without a usable number
 * @param errors of the first of these
 */
record DncReceipt(int accepted, int rejected, List<DncFile.LineError> errors) {
    private static final int MOST_ERRORS = 100;

    static DncReceipt of(DncFile file) {
        return new DncReceipt(file.accepted(), file.errors().size(),
                file.errors().stream().limit(MOST_ERRORS).toList());
    }
}
