package io.muster.wire.http.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A connection over which a test sends exactly the bytes it wants. */
final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    record Answer(int status, Map<String, String> headers, String body) {}

    RawClient(HttpServer server) throws IOException {
        this(server.addresses().getFirst());
    }

    RawClient(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    Answer ask(String text) throws IOException {
        send(text);
        return read();
    }

    Answer get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    Answer post(String path, String body) throws IOException {
        return ask("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body);
    }

    Answer read() throws IOException {
        var head = readHead();
        return new Answer(head.status(), head.headers(), readBody(head.headers()));
    }

    Answer readHead() throws IOException {
        var status = Integer.parseInt(readLine().split(" ")[1]);
        var headers = new HashMap<String, String>();
        for (var line = readLine(); !line.isEmpty(); line = readLine()) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(status, headers, "");
    }

    /** One chunk; empty at the end of the body. */
    String readChunk() throws IOException {
        var chunk = new String(in.readNBytes(Integer.parseInt(readLine(), 16)), ISO_8859_1);
        readLine();
        return chunk;
    }

    private String readBody(Map<String, String> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            return new String(in.readNBytes(Integer.parseInt(headers.get("content-length"))), ISO_8859_1);
        }
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            return "";
        }
        var body = new StringBuilder();
        for (var chunk = readChunk(); !chunk.isEmpty(); chunk = readChunk()) {
            body.append(chunk);
        }
        return body.toString();
    }

    String readLine() throws IOException {
        var line = new StringBuilder();
        for (var c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("connection ended after '" + line + "'");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    String readText(int length) throws IOException {
        return new String(in.readNBytes(length), ISO_8859_1);
    }

    /** Whether the server has closed the connection; waits until it says something. */
    boolean isClosedByServer() {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    void resetOnClose() throws IOException {
        socket.setSoLinger(true, 0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
