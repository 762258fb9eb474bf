package io.callqueue.infra.junit;

/** Where the Redis of the tests is. */
public record RedisAddress(String host, int port) {

    /** As clients want it, {@code redis://host:port}. */
    public String uri() {
        return "redis://" + host + ":" + port;
    }
}
