package io.muster.cli.login;

import io.muster.wire.http.Query;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the browser is sent back to: a server on loopback that knows one path and answers one request per connection. Small
 * on purpose, so that a login from a command needs no server library. Whatever connects may be hostile: sizes, times and
 * the number of connections are bounded.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252#section-7.3">RFC 8252, 7.3: loopback interface redirection</a>
 */
final class CallbackListener implements AutoCloseable {
    static final String PATH = "/callback";

    private static final Logger log = LoggerFactory.getLogger(CallbackListener.class);
    private static final int SILENCE_MILLIS = 10_000;
    private static final int LONGEST_HEAD = 32 << 10;
    private static final int MOST_CONNECTIONS = 16;

    private final List<ServerSocket> sockets;
    private final Handler handler;
    private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);

    /** Answers requests to the path. */
    interface Handler {
        /** @param query of the request */
        Reply handle(Query query) throws InterruptedException;
    }

    /**
     * An answer.
     *
     * @param sent run when the browser has got it, or will never
     */
    record Reply(CallbackPage page, Runnable sent) {
        Reply(CallbackPage page) {
            this(page, () -> {});
        }
    }

    private CallbackListener(List<ServerSocket> sockets, Handler handler) {
        this.sockets = sockets;
        this.handler = handler;
    }

    /**
     * Listens on loopback, by IPv4 and, where there is one, by IPv6: browsers decide what {@code localhost} is.
     *
     * @param port 0 for any
     * @throws LoginFailure when the port is taken
     */
    static CallbackListener open(int port, Handler handler) {
        var sockets = new ArrayList<ServerSocket>();
        try {
            var first = bound("127.0.0.1", port);
            sockets.add(first);
            addIpv6(sockets, first.getLocalPort());
        } catch (BindException e) {
            throw new LoginFailure(
                    "callback port " + port + " is already in use. Please free the port and try again", e);
        } catch (IOException e) {
            throw new LoginFailure("failed to start callback server on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
        var listener = new CallbackListener(List.copyOf(sockets), handler);
        sockets.forEach(socket -> Thread.ofVirtual().name("login-callback").start(() -> listener.accept(socket)));
        return listener;
    }

    private static void addIpv6(List<ServerSocket> sockets, int port) {
        try {
            sockets.add(bound("::1", port));
        } catch (IOException noneOrTaken) {
            log.atDebug().setCause(noneOrTaken).log("the callback is not reachable by IPv6");
        }
    }

    private static ServerSocket bound(String address, int port) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port), MOST_CONNECTIONS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    int port() {
        return sockets.getFirst().getLocalPort();
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                if (connections.tryAcquire()) {
                    Thread.ofVirtual().name("login-callback").start(() -> serve(socket));
                } else {
                    socket.close();
                }
            } catch (IOException closedOrBroken) {
                log.atDebug().setCause(closedOrBroken).log("a connection to the callback ended");
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(SILENCE_MILLIS);
            var line = requestLine(new BufferedInputStream(socket.getInputStream()));
            var reply = reply(line);
            try {
                write(socket, reply.page());
            } finally {
                reply.sent().run();
            }
        } catch (IOException gone) {
            log.atDebug().setCause(gone).log("a request to the callback broke off");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.release();
        }
    }

    private Reply reply(String line) throws InterruptedException {
        var parts = line.split(" ", -1);
        if (parts.length != 3 || !parts[0].equals("GET") || !parts[2].startsWith("HTTP/1.")) {
            return new Reply(CallbackPage.failure(400, "This is no request of a browser."), () -> {});
        }
        var question = parts[1].indexOf('?');
        var path = question < 0 ? parts[1] : parts[1].substring(0, question);
        return path.equals(PATH)
                ? handler.handle(Query.parse(question < 0 ? "" : parts[1].substring(question + 1)))
                : new Reply(CallbackPage.notFound(), () -> {});
    }

    /** Reads the whole head, so that closing does not cut the answer off, and answers its first line. */
    private static String requestLine(InputStream input) throws IOException {
        var head = new StringBuilder();
        while (!endsHead(head)) {
            var next = input.read();
            if (next < 0 || head.length() == LONGEST_HEAD) {
                throw new IOException("not a request");
            }
            head.append((char) next);
        }
        var end = head.indexOf("\n");
        return head.substring(0, end).strip();
    }

    private static boolean endsHead(StringBuilder head) {
        var length = head.length();
        return length >= 2
                && head.charAt(length - 1) == '\n'
                && (head.charAt(length - 2) == '\n' || (length >= 4 && head.indexOf("\r\n\r\n", length - 4) >= 0));
    }

    private static void write(Socket socket, CallbackPage page) throws IOException {
        var body = page.bytes();
        var head = new StringBuilder("HTTP/1.1 ").append(page.status()).append(" \r\n");
        CallbackPage.HEADERS.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
        var output = socket.getOutputStream();
        output.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        output.write(body);
        output.flush();
    }

    @Override
    public void close() {
        for (var socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                log.atDebug().setCause(e).log("the callback stays open");
            }
        }
    }
}
