package io.callqueue.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folder of what is kept on this machine: {@code .callqueue} where the script lies. */
public record Home(Path folder) {
    public static Home find() {
        return new Home(Path.of(System.getProperty("callqueue.home", ".callqueue")).toAbsolutePath());
    }

    /** A folder in it, made if it is missing. */
    public Path part(String... names) {
        Path part = folder;
        for (String name : names) {
            part = part.resolve(name);
        }
        try {
            return Files.createDirectories(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder in it, empty. */
    public Path emptyPart(String... names) {
        Path part = part(names);
        try (Stream<Path> inside = Files.walk(part)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty " + part, e);
        }
        return part(names);
    }
}
