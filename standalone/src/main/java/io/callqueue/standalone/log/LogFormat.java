package io.callqueue.standalone.log;

import java.util.Map;

/** How the lines of the log are written: the environment's {@code LOG_FORMAT}. */
public enum LogFormat {
    TEXT, JSON;

    private static final String VARIABLE = "LOG_FORMAT";

    /** @throws IllegalArgumentException when it is neither */
    public static LogFormat of(Map<String, String> environment) {
        String word = environment.getOrDefault(VARIABLE, "");
        return switch (word) {
            case "", "text" -> TEXT;
            case "json" -> JSON;
            default ->
                throw new IllegalArgumentException(VARIABLE + " is '" + word + "': it must be text or json");
        };
    }
}
