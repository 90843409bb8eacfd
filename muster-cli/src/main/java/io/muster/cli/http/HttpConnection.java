package io.muster.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one server. Used by one thread at a time; an interrupt of that thread closes it, and so does
 * {@link #close} from any other, which ends what blocks.
 */
final class HttpConnection implements AutoCloseable {
    private static final int BUFFER = 8 << 10;

    private final SocketChannel channel;
    private final InputStream input;
    private final OutputStream output;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;

    private HttpConnection(SocketChannel channel, InputStream input, OutputStream output) {
        this.channel = channel;
        this.input = input;
        this.output = output;
    }

    /** Connects to the first address that answers; each has so long, and TLS as long again. */
    static HttpConnection open(Origin origin, Duration limit) throws IOException {
        @Nullable IOException failure = null;
        for (var address : origin.addresses()) {
            try {
                return open(origin, address, Math.toIntExact(Math.max(1, limit.toMillis())));
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                failure = failure == null ? e : failure;
            }
        }
        throw failure == null ? new IOException("the host has no address") : failure;
    }

    private static HttpConnection open(Origin origin, InetAddress address, int limit) throws IOException {
        var channel = SocketChannel.open();
        var opened = false;
        try {
            var socket = channel.socket();
            socket.connect(new InetSocketAddress(address, origin.port()), limit);
            socket.setTcpNoDelay(true);
            var secured = origin.secure() ? secured(channel, origin, limit) : socket;
            var connection = new HttpConnection(channel, secured.getInputStream(), secured.getOutputStream());
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private static SSLSocket secured(SocketChannel channel, Origin origin, int limit) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var socket = (SSLSocket) factory.createSocket(channel.socket(), origin.peerName(), origin.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(limit);
        socket.startHandshake();
        socket.setSoTimeout(0);
        return socket;
    }

    void write(byte[] bytes) throws IOException {
        output.write(bytes);
        output.flush();
    }

    /** Reads some bytes; -1 at the end. */
    int read(byte[] bytes, int offset, int length) throws IOException {
        if (position == limit && length >= BUFFER) {
            return input.read(bytes, offset, length);
        }
        if (!fill()) {
            return -1;
        }
        var count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, bytes, offset, count);
        position += count;
        return count;
    }

    /** Reads a line without its end. */
    String line(int longest) throws IOException {
        var line = new StringBuilder();
        for (int next = next(); next != '\n'; next = next()) {
            if (line.length() == longest) {
                throw new ProtocolException("a line of the answer is too long");
            }
            line.append((char) next);
        }
        var end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
    }

    private int next() throws IOException {
        if (!fill()) {
            throw new EOFException("the answer ended early");
        }
        return buffer[position++] & 0xFF;
    }

    private boolean fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, input.read(buffer, 0, BUFFER));
        }
        return position < limit;
    }

    /**
     * Whether another request can be sent, after a pause: not when the server has hung up, nor when it has said
     * something that nobody asked for.
     */
    boolean isQuiet() {
        try {
            channel.configureBlocking(false);
            var quiet = position == limit && channel.read(ByteBuffer.allocate(1)) == 0;
            channel.configureBlocking(true);
            return quiet;
        } catch (IOException broken) {
            return false;
        }
    }

    /** Without a word to the peer, for which another thread might have to be waited for. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException nothingToSave) {
            // It is of no use any more.
        }
    }
}
