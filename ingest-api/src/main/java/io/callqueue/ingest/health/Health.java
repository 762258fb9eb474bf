package io.callqueue.ingest.health;

/** How the parts are. Calls are accepted while Kafka is up, and answered for while Redis is up too; only these two make it down. */
record Health(Component.State status, Components components) {

    record Components(Component kafka, Component redis, Component plivo, Component agentServer) {}

    static Health of(Component kafka, Component redis, Component plivo, Component agentServer) {
        boolean up = kafka.isUp() && redis.isUp();
        return new Health(up ? Component.State.UP : Component.State.DOWN,
                new Components(kafka, redis, plivo, agentServer));
    }

    boolean isUp() {
        return status == Component.State.UP;
    }
}
