package io.callqueue.standalone.check;

/** One thing that callqueue needs, asked. */
public record Check(String name, boolean ok, String detail) {
    static Check ok(String name, String detail) {
        return new Check(name, true, detail);
    }

    static Check failed(String name, String detail) {
        return new Check(name, false, detail);
    }

    /** One line for a person. */
    public String line() {
        return "%-10s %-6s %s".formatted(name, ok ? "ok" : "FAILED", detail);
    }
}
