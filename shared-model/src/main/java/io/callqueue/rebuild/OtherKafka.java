package io.callqueue.rebuild;

/** Kafka does not know this Redis: what is in it was never told to this Kafka, or Kafka lost it. Nothing was changed. */
public final class OtherKafka extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OtherKafka(long ofRedis, long ofKafka) {
        super("Redis was opened in epoch " + ofRedis + ", but Kafka's calls.control knows of none after " + ofKafka
                + ": they are not of one installation, or Kafka lost what it held. Nothing was changed. See KAFKA_BOOTSTRAP_SERVERS and REDIS_URL");
    }
}
