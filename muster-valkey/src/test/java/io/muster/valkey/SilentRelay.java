package io.muster.valkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** A way to a server that can lose all that it says from then on where it was asked for changes, and close nothing. */
final class SilentRelay implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final Queue<Way> ways = new ConcurrentLinkedQueue<>();

    private static final class Way {
        final Socket client;
        final Socket server;
        volatile boolean asksForChanges;
        volatile boolean silent;

        Way(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }
    }

    private SilentRelay(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    static SilentRelay to(int port) throws IOException {
        var relay = new SilentRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        Thread.ofVirtual().start(relay::accept);
        return relay;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** On the connections that there are. */
    void silence() {
        ways.forEach(way -> way.silent = way.asksForChanges);
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                var way = new Way(client, new Socket(InetAddress.getLoopbackAddress(), target));
                // Else what the server says unasked waits for the acknowledgement of what it said before, 40 ms.
                way.client.setTcpNoDelay(true);
                way.server.setTcpNoDelay(true);
                ways.add(way);
                Thread.ofVirtual()
                        .start(() -> pump(way.client, way.server, sent -> {
                            way.asksForChanges |= sent.contains("TRACKING");
                            return true;
                        }));
                Thread.ofVirtual().start(() -> pump(way.server, way.client, _ -> !way.silent));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void pump(Socket from, Socket to, Predicate<String> passes) {
        var buffer = new byte[16 << 10];
        try (from;
                to) {
            for (var read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (passes.test(new String(buffer, 0, read, StandardCharsets.ISO_8859_1))) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } catch (IOException closed) {
            // One end is gone, and so is the other now.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (var way : ways) {
                way.client.close();
                way.server.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
