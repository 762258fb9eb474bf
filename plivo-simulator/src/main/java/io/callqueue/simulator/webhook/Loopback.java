package io.callqueue.simulator.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/** The hosts that the simulator may call. No name is ever looked up: a resolver must not decide who gets called. */
final class Loopback {
    private Loopback() {}

    static boolean isLoopback(URI url) {
        String host = url.getHost();
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || isLoopbackAddress(name);
    }

    private static boolean isLoopbackAddress(String host) {
        try {
            return InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }
}
