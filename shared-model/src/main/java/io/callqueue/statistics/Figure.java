package io.callqueue.statistics;

/** What a tally is of: the calls of a scope, within a window. */
public record Figure(Window window, Scope scope) {
    /** Sorts by the window's unit, then by time. */
    public String name() {
        return window.name() + "/" + scope.name();
    }

    /** @throws IllegalArgumentException when it is none */
    public static Figure parse(String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("nothing is counted as " + name);
        }
        return new Figure(Window.parse(name.substring(0, slash)), Scope.parse(name.substring(slash + 1)));
    }
}
