package io.muster.wire.http.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * Where a server listens and what it grants a connection.
 *
 * @param addresses where to listen; the first address with port 0 gets a free port, which all others with port 0 share
 * @param maxBodyBytes largest request body; 413 beyond
 * @param maxHeaderBytes largest request header; 431 beyond
 * @param headerTimeout from the request line to the end of the header; then the connection is cut
 * @param bodyTimeout longest silence within a request body; then the connection is cut
 * @param writeTimeout how long it may take the client to take an answer; then the connection is cut. Event streams may
 *     last as long as they like, and so may the work on an answer
 * @param idleTimeout longest silence between two requests, and longest time for a request line
 */
public record HttpServerOptions(
        List<InetSocketAddress> addresses,
        int maxBodyBytes,
        int maxHeaderBytes,
        Duration headerTimeout,
        Duration bodyTimeout,
        Duration writeTimeout,
        Duration idleTimeout) {
    private static final Duration HEADER = Duration.ofSeconds(10);
    private static final Duration BODY = Duration.ofMinutes(1);
    private static final Duration WRITE = Duration.ofMinutes(2);
    private static final Duration IDLE = Duration.ofMinutes(2);

    public HttpServerOptions {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a server needs an address");
        }
    }

    /**
     * Defaults for a host and port. {@code localhost} means both loopback addresses, as far as the machine has them, so
     * that it does not matter which of the two a client's resolver prefers.
     */
    public static HttpServerOptions bind(String host, int port) {
        return at(host.equalsIgnoreCase("localhost") ? loopback(port) : List.of(new InetSocketAddress(host, port)));
    }

    public static HttpServerOptions at(List<InetSocketAddress> addresses) {
        return new HttpServerOptions(addresses, 16 << 20, 64 << 10, HEADER, BODY, WRITE, IDLE);
    }

    public HttpServerOptions withMaxBodyBytes(int limit) {
        return new HttpServerOptions(
                addresses, limit, maxHeaderBytes, headerTimeout, bodyTimeout, writeTimeout, idleTimeout);
    }

    public HttpServerOptions withTimeouts(Duration header, Duration body, Duration write, Duration idle) {
        return new HttpServerOptions(addresses, maxBodyBytes, maxHeaderBytes, header, body, write, idle);
    }

    private static List<InetSocketAddress> loopback(int port) {
        try {
            var four = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
            var six =
                    InetAddress.getByAddress("localhost", new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
            var first = new InetSocketAddress(four, port);
            return isLocal(six) ? List.of(first, new InetSocketAddress(six, port)) : List.of(first);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("loopback addresses have a legal length", impossible);
        }
    }

    private static boolean isLocal(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unavailable) {
            return false;
        }
    }
}
