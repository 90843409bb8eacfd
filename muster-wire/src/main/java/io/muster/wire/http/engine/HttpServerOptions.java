package io.muster.wire.http.engine;

import io.muster.wire.budget.ByteBudget;
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
 * @param requestMemory bytes that the contents of all requests may take together, as long as somebody works on them; 503
 *     beyond. What is small is not counted, and has a quarter for itself
 * @param maxHeaderBytes largest request header; 431 beyond
 * @param headerTimeout from the request line to the end of the header; then the connection is cut
 * @param bodyTimeout longest silence within a request body; then the connection is cut
 * @param uploadTimeout longest time from the first to the last byte of a request body; 408 beyond
 * @param writeTimeout how long it may take the client to take an answer; then the connection is cut. Event streams may
 *     last as long as they like, and so may the work on an answer
 * @param idleTimeout longest silence between two requests, and longest time for a request line
 */
public record HttpServerOptions(
        List<InetSocketAddress> addresses,
        int maxBodyBytes,
        long requestMemory,
        int maxHeaderBytes,
        Duration headerTimeout,
        Duration bodyTimeout,
        Duration uploadTimeout,
        Duration writeTimeout,
        Duration idleTimeout) {
    private static final int MAX_BODY = 16 << 20;
    private static final Duration HEADER = Duration.ofSeconds(10);
    private static final Duration BODY = Duration.ofMinutes(1);
    private static final Duration UPLOAD = Duration.ofMinutes(5);
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
        var memory = Math.max(ByteBudget.partOfHeap(8), 2L * MAX_BODY);
        return new HttpServerOptions(addresses, MAX_BODY, memory, 64 << 10, HEADER, BODY, UPLOAD, WRITE, IDLE);
    }

    public HttpServerOptions withMaxBodyBytes(int limit) {
        return new HttpServerOptions(
                addresses,
                limit,
                requestMemory,
                maxHeaderBytes,
                headerTimeout,
                bodyTimeout,
                uploadTimeout,
                writeTimeout,
                idleTimeout);
    }

    public HttpServerOptions withRequestMemory(long bytes) {
        return new HttpServerOptions(
                addresses,
                maxBodyBytes,
                bytes,
                maxHeaderBytes,
                headerTimeout,
                bodyTimeout,
                uploadTimeout,
                writeTimeout,
                idleTimeout);
    }

    public HttpServerOptions withUploadTimeout(Duration upload) {
        return new HttpServerOptions(
                addresses,
                maxBodyBytes,
                requestMemory,
                maxHeaderBytes,
                headerTimeout,
                bodyTimeout,
                upload,
                writeTimeout,
                idleTimeout);
    }

    public HttpServerOptions withTimeouts(Duration header, Duration body, Duration write, Duration idle) {
        return new HttpServerOptions(
                addresses, maxBodyBytes, requestMemory, maxHeaderBytes, header, body, uploadTimeout, write, idle);
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
