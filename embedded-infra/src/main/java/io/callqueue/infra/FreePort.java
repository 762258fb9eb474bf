package io.callqueue.infra;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Picks ports that no one listens on.
 *
 * <p>They lie below the range from which Linux takes the ports of outgoing connections (32768 and up). From that range a
 * port could be lost while a server is stopped for an outage test: to any outgoing connection, and even to the client
 * that tries to reconnect, which then reaches itself.
 */
public final class FreePort {

    private static final int LOWEST = 12_000;
    private static final int BEYOND = 32_000;
    private static final int TRIES = 100;

    private FreePort() {}

    /** The wanted port, or a free one when 0 is wanted. */
    public static int orAny(int wanted) {
        return wanted == 0 ? any() : wanted;
    }

    private static int any() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port found between " + LOWEST + " and " + BEYOND);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException e) {
            return false; // taken: the caller tries another
        }
    }
}
