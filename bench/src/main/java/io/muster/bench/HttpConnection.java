package io.muster.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A connection that is kept and reads every answer into the same buffers, so that the load generator costs little of
 * the machine it shares with what it measures. Knows just enough of HTTP/1.1: answers with a length or in chunks. Used
 * by one thread.
 */
final class HttpConnection implements AutoCloseable {
    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private byte[] input = new byte[8 << 10];
    private int read;
    private int filled;
    private byte[] body = new byte[8 << 10];
    private int length;
    private int status;
    private String session = "";
    private int remaining;
    private boolean chunked;

    /** @param from the local end */
    HttpConnection(URI uri, SocketAddress from) throws IOException {
        socket.bind(from);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 5_000);
        if (socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
            socket.close();
            throw new ConnectException("nobody listens at " + uri + ", the connection leads to itself");
        }
        socket.setSoTimeout(30_000);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Sends a request as it stands; answers its status once the whole answer is here. */
    int exchange(byte[] request) throws IOException {
        out.write(request);
        return receiveHead() ? receiveBody() : status;
    }

    /** Sends a request whose answer is a stream; answers the status, and leaves the stream unread. */
    int open(byte[] request) throws IOException {
        out.write(request);
        receiveHead();
        return status;
    }

    boolean bodyEquals(byte[] expected) {
        return Arrays.equals(body, 0, length, expected, 0, expected.length);
    }

    byte[] body() {
        return Arrays.copyOf(body, length);
    }

    /** The MCP session that the server named last, if any. */
    String session() {
        return session;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Reads up to the empty line. Answers whether a body follows. */
    private boolean receiveHead() throws IOException {
        var line = line();
        status = Integer.parseInt(line.substring(9, 12));
        remaining = 0;
        chunked = false;
        for (line = line(); !line.isEmpty(); line = line()) {
            var first = line.charAt(0) | 0x20;
            if (first == 'c' || first == 't' || first == 'm') {
                header(line.toLowerCase(Locale.ROOT), line);
            }
        }
        length = 0;
        return chunked || remaining > 0;
    }

    private void header(String lower, String line) {
        var value = line.substring(line.indexOf(':') + 1).strip();
        if (lower.startsWith("content-length:")) {
            remaining = Integer.parseInt(value);
        } else if (lower.startsWith("transfer-encoding:")) {
            chunked = value.equalsIgnoreCase("chunked");
        } else if (lower.startsWith("mcp-session-id:")) {
            session = value;
        }
    }

    private int receiveBody() throws IOException {
        if (!chunked) {
            take(remaining);
            return status;
        }
        for (var size = chunkSize(); size > 0; size = chunkSize()) {
            take(size);
            line();
        }
        line();
        return status;
    }

    private int chunkSize() throws IOException {
        var line = line();
        var extension = line.indexOf(';');
        return Integer.parseInt((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
    }

    /** Moves that many bytes of the answer into the body. */
    private void take(int count) throws IOException {
        if (body.length < length + count) {
            body = Arrays.copyOf(body, Math.max(length + count, 2 * body.length));
        }
        for (var missing = count; missing > 0; ) {
            if (read == filled) {
                fill();
            }
            var part = Math.min(missing, filled - read);
            System.arraycopy(input, read, body, length, part);
            read += part;
            length += part;
            missing -= part;
        }
    }

    private String line() throws IOException {
        for (var end = read; ; end++) {
            if (end == filled) {
                var pending = end - read;
                fill();
                end = read + pending;
            }
            if (input[end] == '\n') {
                var text = new String(input, read, end - read - 1, StandardCharsets.ISO_8859_1);
                read = end + 1;
                return text;
            }
        }
    }

    /** Reads more behind what is there; what was taken already makes room. */
    private void fill() throws IOException {
        if (read > 0) {
            System.arraycopy(input, read, input, 0, filled - read);
            filled -= read;
            read = 0;
        }
        if (filled == input.length) {
            input = Arrays.copyOf(input, 2 * input.length);
        }
        var count = in.read(input, filled, input.length - filled);
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
        filled += count;
    }
}
