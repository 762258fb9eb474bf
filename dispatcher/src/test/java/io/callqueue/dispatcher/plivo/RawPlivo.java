package io.callqueue.dispatcher.plivo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import io.callqueue.dispatcher.Patience;

/** A socket that reads requests whole, counts them, and answers with these bytes; with none it closes the connection. */
public final class RawPlivo implements AutoCloseable {
    private final ServerSocket socket;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final CompletableFuture<Boolean> anyClosed = new CompletableFuture<>();
    private final IntFunction<String> answers;
    private final boolean closing;

    /** @param answers the answer to the n-th request, 1 for the first; empty for none */
    public RawPlivo(IntFunction<String> answers) throws IOException {
        this(answers, false);
    }

    /** One that closes each connection behind its answer. */
    static RawPlivo closing(IntFunction<String> answers) throws IOException {
        return new RawPlivo(answers, true);
    }

    private RawPlivo(IntFunction<String> answers, boolean closing) throws IOException {
        this.answers = answers;
        this.closing = closing;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public static String answer(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    public int requests() {
        return requests.get();
    }

    public int connections() {
        return connections.get();
    }

    /** Returns when a connection was closed, at whichever end; false when that takes too long. */
    boolean awaitClosed() {
        return anyClosed.completeOnTimeout(false, Patience.LONG.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            requests.get(); // the test is over
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (readRequest(in)) {
                String answer = answers.apply(requests.incrementAndGet());
                if (answer.isEmpty()) {
                    return;
                }
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                if (closing) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            anyClosed.complete(true);
        }
    }

    private static boolean readRequest(InputStream in) throws IOException {
        int length = 0;
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            if (line.equals("end")) {
                return false;
            }
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        return in.readNBytes(length).length == length;
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                return "end";
            }
            line.append((char) read);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
