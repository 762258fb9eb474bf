package io.callqueue.rebuild;

/** Redis was made from another Kafka than this, or from one that lost its topics since: what Redis has of calls is left as it is. */
public final class OtherKafka extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private OtherKafka(String message) {
        super(message + "; if Kafka is the right one, FLUSHALL in Redis lets it be made from that");
    }

    static OtherKafka is(String clusterId, String other) {
        return new OtherKafka(
                "Redis was made from the Kafka cluster " + other + ", but KAFKA_BOOTSTRAP_SERVERS leads to "
                        + clusterId + ": nothing was changed");
    }

    static OtherKafka hasLostControl(long epoch) {
        return new OtherKafka("Redis was opened in epoch " + epoch
                + ", but Kafka's calls.control tells of none: it lost what it held."
                + " Redis stays closed, and has its calls still");
    }
}
