package io.callqueue.standalone.infra;

import java.util.Map;
import java.util.Optional;

/** The environment's variables, as far as the command line itself needs them. */
public record Environment(Map<String, String> variables) {
    public static Environment ofProcess() {
        return new Environment(System.getenv());
    }

    /** The variable's value; an empty one counts as not set. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /** Where Kafka is, as the services read it. */
    public String kafka() {
        return get("KAFKA_BOOTSTRAP_SERVERS").orElse("localhost:9092");
    }

    /** Where Redis is, as the services read it. */
    public String redis() {
        return get("REDIS_URL").orElse("redis://localhost:6379");
    }

    /** @throws IllegalArgumentException when the variable is set, but not to a port */
    public int port(String name, int otherwise) {
        String text = get(name).orElse(String.valueOf(otherwise));
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
            throw new IllegalArgumentException(
                    name + " is '" + text + "': it must be a port, 0 to 65535 (0: any free one)");
        }
        return Integer.parseInt(text);
    }
}
