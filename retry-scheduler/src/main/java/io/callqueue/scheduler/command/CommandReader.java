package io.callqueue.scheduler.command;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import io.callqueue.codec.Json;
import io.callqueue.topic.Command;

/** Reads records of calls.commands, whoever wrote them. */
final class CommandReader {
    /** What a record was found to be. */
    sealed interface Read {}

    /** A command. */
    record Readable(Command command) implements Read {}

    /** Nothing that anybody can carry out, and why. */
    record Unreadable(String reason) implements Read {}

    private CommandReader() {}

    static Read read(byte @Nullable [] value) {
        if (value == null) {
            return new Unreadable("the record has no value: it should be a command");
        }
        try {
            return new Readable(Json.read(value, Command.class));
        } catch (JacksonException e) {
            return new Unreadable("not a command: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            return new Unreadable("not a command: " + e.getMessage());
        }
    }
}
