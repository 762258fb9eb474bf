package io.callqueue.simulator.http;

import java.util.Arrays;
import java.util.List;

/**
 * One request, read whole.
 *
 * @param path decoded, without query
 * @param authorization the header, empty when absent
 * @param arrivedAt clock nanoseconds at which the server saw the connection become readable
 */
public record Request(String method, String path, Parameters query, String authorization, byte[] body, long arrivedAt) {
    /** The parts of the path after a prefix: {@code Call/abc/} gives {@code [Call, abc]}. */
    public List<String> segmentsAfter(String prefix) {
        return Arrays.stream(path.substring(prefix.length()).split("/")).filter(part -> !part.isBlank()).toList();
    }
}
