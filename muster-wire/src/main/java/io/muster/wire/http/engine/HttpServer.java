package io.muster.wire.http.engine;

import io.helidon.webserver.WebServer;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.time.SystemScheduler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An HTTP/1.1 server for one handler, on one or several addresses. Connections and requests are not limited in number;
 * each costs a virtual thread and small buffers (an event stream about 15 KiB).
 *
 * <p>A path is decoded before the handler sees it; a path that means something else to someone who decodes it twice or
 * resolves it as a file name is refused with 400 ({@link RequestPath}). A client that goes away while its request is
 * worked on is noticed at the next write, not earlier. HTTP/1.0 is not spoken.
 */
public final class HttpServer implements AutoCloseable {
    private static final int ATTEMPTS_FOR_A_FREE_PORT = 20;

    private final List<WebServer> listeners;
    private final List<InetSocketAddress> addresses;
    private final EventStreams streams;
    private final SystemScheduler scheduler;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** The server cannot listen where it should. */
    public static final class BindFailed extends RuntimeException {
        BindFailed(InetSocketAddress address, String reason, Throwable cause) {
            super("cannot listen on " + Addresses.text(address) + ": " + reason, cause);
        }
    }

    private HttpServer(
            List<WebServer> listeners,
            List<InetSocketAddress> addresses,
            EventStreams streams,
            SystemScheduler scheduler) {
        this.listeners = listeners;
        this.addresses = addresses;
        this.streams = streams;
        this.scheduler = scheduler;
    }

    /**
     * Listens on all addresses or on none.
     *
     * @throws BindFailed when an address is taken or not of this machine
     */
    public static HttpServer start(HttpServerOptions options, HttpHandler handler) {
        Helidon.withoutDiscovery();
        var scheduler = new SystemScheduler();
        try {
            var connections = new Connections(options, scheduler);
            var streams = new EventStreams();
            var exchange = new Exchange(options, handler, connections, streams);
            for (var attempt = 1; ; attempt++) {
                var addresses = reserve(options.addresses());
                var listeners = listen(options, addresses, exchange, connections);
                if (!listeners.isEmpty()) {
                    return new HttpServer(listeners, addresses, streams, scheduler);
                }
                if (attempt == ATTEMPTS_FOR_A_FREE_PORT || isFixed(options)) {
                    throw new BindFailed(
                            addresses.getFirst(), "the port was taken during the start", new IOException());
                }
            }
        } catch (RuntimeException | Error e) {
            scheduler.close();
            throw e;
        }
    }

    /**
     * Loads what every server needs, whatever its options: a good part of what {@link #start} takes in a process that has
     * just begun. To be called on a thread of its own as soon as it is known that there will be a server.
     */
    public static void loadAhead() {
        Helidon.loadAhead();
    }

    /** Where the server listens, ports filled in. */
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    /** The port of the first address. */
    public int port() {
        return addresses.getFirst().getPort();
    }

    /**
     * Stops listening, ends event streams by interrupting their producers, and waits for requests under way. What is
     * left after the grace is interrupted and cut off.
     */
    public void close(Duration grace) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        var stopping = listeners.stream()
                .map(listener -> Thread.ofVirtual().name("http-stop").start(() -> stop(listener)))
                .toList();
        streams.endAll();
        var end = System.nanoTime() + grace.toNanos();
        var interrupted = false;
        for (var stop : stopping) {
            try {
                stop.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        for (var stop : stopping) {
            interrupted |= cutOff(stop);
        }
        scheduler.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(WebServer listener) {
        while (listener.isRunning()) {
            try {
                listener.stop();
            } catch (IllegalStateException interruptedBeforeItBegan) {
                Thread.interrupted();
            }
        }
    }

    /** An interrupt ends Helidon's wait for requests; it goes on to cut them off. Answers whether we were interrupted. */
    private static boolean cutOff(Thread stop) {
        var interrupted = false;
        while (stop.isAlive()) {
            stop.interrupt();
            try {
                stop.join(Duration.ofMillis(20));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    /** Closes without grace. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    private static boolean isFixed(HttpServerOptions options) {
        return options.addresses().stream().allMatch(address -> address.getPort() != 0);
    }

    /**
     * Finds out whether all addresses are free, and which port 0 stands for. Helidon itself only logs a failure, and
     * cannot give two listeners the same free port.
     */
    private static List<InetSocketAddress> reserve(List<InetSocketAddress> wanted) {
        for (var attempt = 1; ; attempt++) {
            var held = new ArrayList<ServerSocketChannel>();
            var free = 0;
            var chosen = new ArrayList<InetSocketAddress>();
            try {
                for (var address : wanted) {
                    if (address.isUnresolved()) {
                        throw new UnresolvedAddressException();
                    }
                    var shared = address.getPort() == 0 ? free : address.getPort();
                    var socket = ServerSocketChannel.open();
                    held.add(socket);
                    socket.bind(new InetSocketAddress(address.getAddress(), shared));
                    var port = socket.socket().getLocalPort();
                    free = address.getPort() == 0 ? port : free;
                    chosen.add(new InetSocketAddress(address.getAddress(), port));
                }
                return chosen;
            } catch (IOException | UnresolvedAddressException e) {
                var failed = wanted.get(chosen.size());
                if (failed.getPort() != 0 || free == 0 || attempt == ATTEMPTS_FOR_A_FREE_PORT) {
                    throw new BindFailed(failed, Addresses.reason(failed, e), e);
                }
            } finally {
                held.forEach(HttpServer::release);
            }
        }
    }

    private static void release(ServerSocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a listening socket cannot be closed", e);
        }
    }

    /** All listeners, or none when one of the ports was taken in the meantime. */
    private static List<WebServer> listen(
            HttpServerOptions options, List<InetSocketAddress> addresses, Exchange exchange, Connections connections) {
        var started = new ArrayList<WebServer>();
        for (var address : addresses) {
            var server = Helidon.server(options, address, exchange, connections).start();
            if (!server.isRunning()) {
                started.forEach(WebServer::stop);
                return List.of();
            }
            started.add(server);
        }
        return started;
    }
}
