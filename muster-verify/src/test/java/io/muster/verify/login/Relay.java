package io.muster.verify.login;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A door on the way to a server: passes bytes on, tells when the server answers, and can be shut. */
final class Relay implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int BUFFER = 64 << 10;

    private final ServerSocket door;
    private final int target;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Runnable> atNextAnswer = new AtomicReference<>(() -> {});
    private final CountDownLatch heldBack = new CountDownLatch(1);
    private volatile boolean shut;

    private Relay(ServerSocket door, int target) {
        this.door = door;
        this.target = target;
    }

    /** A door to a port of this machine, where a server need not listen yet. */
    static Relay to(int port) {
        try {
            var relay = new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
            Thread.ofVirtual().name("relay").start(relay::accept);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    /** Does something when the server answers the next time, before anybody hears the answer. */
    void atNextAnswer(Runnable action) {
        atNextAnswer.set(action);
    }

    /** From now on nothing passes. */
    void shut() {
        shut = true;
    }

    /** Waits until somebody wants to pass the door that is shut. */
    void awaitHeldBack() throws InterruptedException {
        if (!heldBack.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("nobody asked the server within " + LIMIT);
        }
    }

    private void accept() {
        try {
            while (true) {
                connect(kept(door.accept()));
            }
        } catch (IOException closed) {
            // Nobody comes any more.
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            var server = kept(new Socket(InetAddress.getLoopbackAddress(), target));
            Thread.ofVirtual().start(() -> pump(client, server, this::mayAsk));
            Thread.ofVirtual().start(() -> pump(server, client, this::mayAnswer));
        } catch (ConnectException nobodyThere) {
            client.close();
        }
    }

    private Socket kept(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private boolean mayAsk() {
        if (shut) {
            heldBack.countDown();
        }
        return !shut;
    }

    private boolean mayAnswer() {
        atNextAnswer.getAndSet(() -> {}).run();
        return !shut;
    }

    private interface Guard {
        boolean admits();
    }

    private static void pump(Socket from, Socket to, Guard guard) {
        try (var input = from.getInputStream();
                var output = to.getOutputStream()) {
            pass(input, output, guard);
        } catch (IOException closed) {
            // One of them has gone, so the other one has to go.
        }
    }

    /** Bytes that come when the door is shut are lost, and the connection stays open. */
    private static void pass(InputStream input, OutputStream output, Guard guard) throws IOException {
        var buffer = new byte[BUFFER];
        for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
            if (guard.admits()) {
                output.write(buffer, 0, count);
                output.flush();
            }
        }
    }

    @Override
    public void close() {
        try {
            door.close();
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
