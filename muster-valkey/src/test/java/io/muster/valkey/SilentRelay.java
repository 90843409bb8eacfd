package io.muster.valkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** A way to a server that can lose all it says on the connections that ask for changes, without closing them. */
final class SilentRelay implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private volatile boolean silent;

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

    void silence() {
        silent = true;
    }

    void speak() {
        silent = false;
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                var asksForChanges = new AtomicBoolean();
                Thread.ofVirtual().start(() -> pump(client, server, true, asksForChanges));
                Thread.ofVirtual().start(() -> pump(server, client, false, asksForChanges));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void pump(Socket from, Socket to, boolean asking, AtomicBoolean asksForChanges) {
        var buffer = new byte[16 << 10];
        try (from;
                to) {
            for (var read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (asking && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains("TRACKING")) {
                    asksForChanges.set(true);
                }
                if (asking || !silent || !asksForChanges.get()) {
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
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
