package io.callqueue.call;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A call's identity everywhere: REST, Kafka key, Redis key, webhook. 1 to 128 characters of {@code A-Z a-z 0-9 . _ : -}. */
public record CallId(@JsonValue String value) {
    /** Fixed for ever: the number stands in the names of all keys. */
    public static final int SHARDS = 64;
    private static final int LONGEST = 128;
    private static final String PUNCTUATION = "._:-";
    private static final Set<String> RESERVED = Set.of("active", ".", "..");

    @JsonCreator
    public CallId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a call id: " + value);
        }
    }

    /** Whether this may be an id; {@code active}, {@code .} and {@code ..} mean something else in a URL. */
    public static boolean isValid(String value) {
        return !value.isEmpty() && value.length() <= LONGEST && value.chars().allMatch(CallId::isAllowed)
                && !RESERVED.contains(value);
    }

    /** Asked of each letter of each record and answer, so without a pattern. */
    private static boolean isAllowed(int letter) {
        return letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9' || letter >= 'A' && letter <= 'Z'
                || PUNCTUATION.indexOf(letter) >= 0;
    }

    /** A UUIDv7 (RFC 9562): sorts by the time it was made. */
    public static CallId generate(long epochMillis, RandomGenerator random) {
        long high = (epochMillis << 16) | 0x7000L | (random.nextLong() & 0xFFFL);
        long low = 0x8000000000000000L | (random.nextLong() & 0x3FFFFFFFFFFFFFFFL);
        return new CallId(new UUID(high, low).toString());
    }

    /** The shard of Redis keys this call lives in, 0 to 63. */
    public int shard() {
        CRC32 crc = new CRC32();
        crc.update(value.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % SHARDS);
    }

    @Override
    public String toString() {
        return value;
    }
}
