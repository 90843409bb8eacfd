package io.muster.cli.bridge;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * The address of a server that seems to end and to begin again. While the door is closed connections are refused, and all
 * that were open are cut. A server that ends within a process cannot promise that: the JDK forgets a connection that it
 * accepts at the moment in which its listening thread is interrupted, and its client waits for ever.
 */
final class Door implements AutoCloseable {
    private final int target;
    private final List<Closeable> open = new ArrayList<>();
    private ServerSocket entrance;
    private Thread doorman;

    /** An open door to a port of this machine. */
    Door(int target) {
        this.target = target;
        this.entrance = listen(0);
        this.doorman = guard();
    }

    synchronized int port() {
        return entrance.getLocalPort();
    }

    /** Opens it again, where it was. */
    synchronized void open() {
        entrance = listen(entrance.getLocalPort());
        doorman = guard();
    }

    private Thread guard() {
        var listening = entrance;
        return Thread.ofPlatform().daemon().name("door").start(() -> admit(listening));
    }

    private static ServerSocket listen(int port) {
        try {
            return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void admit(ServerSocket listening) {
        try {
            while (true) {
                connect(listening, listening.accept());
            }
        } catch (IOException closed) {
            // Nobody comes any more.
        }
    }

    private synchronized void connect(ServerSocket listening, Socket client) throws IOException {
        if (listening.isClosed()) {
            client.close();
            return;
        }
        var server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> pass(client, server));
        Thread.ofVirtual().start(() -> pass(server, client));
    }

    private static void pass(Socket from, Socket to) {
        try (var input = from.getInputStream();
                var output = to.getOutputStream()) {
            input.transferTo(output);
        } catch (IOException cut) {
            // One of them has gone, so the other one has to go.
        }
    }

    /** The port is free again when this returns. */
    @Override
    public void close() {
        cut();
        try {
            doorman.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void cut() {
        try {
            entrance.close();
            for (var socket : open) {
                socket.close();
            }
            open.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
