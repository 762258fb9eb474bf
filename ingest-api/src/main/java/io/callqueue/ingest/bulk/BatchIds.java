package io.callqueue.ingest.bulk;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.callqueue.call.CallId;

/**
 * The ids of those calls of a batch that bring none: the same for the same call at the same place of the same batch, so that a batch that is
 * sent again after a time-out dials nobody twice.
 *
 * @param areNew the batch got its id just now, so no call can have one of these
 */
record BatchIds(String batchId, boolean areNew) {

    CallId id(int index, String hash) {
        String place = batchId + "\n" + index + "\n" + hash;
        return new CallId(UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)).toString());
    }
}
