package io.callqueue.ingest.bulk;

import java.util.Arrays;
import java.util.Optional;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import io.callqueue.codec.Json;

/** Cuts a checked batch into its calls, so that one that can not be read says nothing about the next. */
final class BatchRows implements AutoCloseable {
    private final byte[] json;
    private final JsonParser in;

    BatchRows(byte[] json) {
        this.json = json;
        this.in = Json.MAPPER.createParser(json);
        in.nextToken();
        while (in.nextToken() == JsonToken.PROPERTY_NAME && !in.currentName().equals("calls")) {
            in.nextToken();
            in.skipChildren();
        }
        in.nextToken();
    }

    /** The bytes of the next call, or empty when it is no JSON object; asked for no more often than there are calls. */
    Optional<byte[]> next() {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return Optional.empty();
        }
        int start = (int) in.currentTokenLocation().getByteOffset();
        in.skipChildren();
        return Optional.of(Arrays.copyOfRange(json, start, (int) in.currentLocation().getByteOffset()));
    }

    @Override
    public void close() {
        in.close();
    }
}
