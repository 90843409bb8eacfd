package io.muster.bench;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A client of an MCP endpoint with one connection and one session, which repeats one tool call. Every call carries a
 * number of its own, as its id and, where the tool takes arguments, inside of them; an answer counts only if it is
 * the first answer, byte for byte, with the new number in the places of the old one. Used by one thread.
 */
final class McpCaller implements AutoCloseable {
    private static final int MOST_ATTEMPTS = 10;
    private static final int FIRST_NUMBER = 31_000_000;

    static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"bench","version":"1"}}}""";
    private static final String INITIALIZED = """
            {"jsonrpc":"2.0","method":"notifications/initialized"}""";

    private final URI endpoint;
    private final Visitor visitor;
    private final HttpConnection connection;
    private Patched request = Patched.NOTHING;
    private Patched expected = Patched.NOTHING;
    private int number = FIRST_NUMBER;
    private String revision = "";

    /** Text in which a number stands in some places. */
    private record Patched(byte[] text, List<Integer> places) {
        static final Patched NOTHING = new Patched(new byte[0], List.of());

        static Patched of(byte[] text, int number) {
            var wanted = Integer.toString(number);
            var whole = new String(text, StandardCharsets.ISO_8859_1);
            var places = new ArrayList<Integer>();
            for (var at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + 1)) {
                places.add(at);
            }
            return new Patched(text, places);
        }

        void put(int number) {
            for (var place : places) {
                for (int digit = 7, rest = number; digit >= 0; digit--, rest /= 10) {
                    text[place + digit] = (byte) ('0' + rest % 10);
                }
            }
        }
    }

    private McpCaller(URI endpoint, Visitor visitor) throws IOException {
        this.endpoint = endpoint;
        this.visitor = visitor;
        this.connection = new HttpConnection(endpoint, visitor.from());
    }

    /** Connects and completes the handshake. */
    static McpCaller connect(URI endpoint) throws IOException {
        return connect(endpoint, Visitor.ANYBODY);
    }

    /** The same as somebody. */
    static McpCaller connect(URI endpoint, Visitor visitor) throws IOException {
        var caller = new McpCaller(endpoint, visitor);
        try {
            caller.require(caller.connection.exchange(caller.post(INITIALIZE)), 200);
            caller.revision = revision(caller.connection.body());
            caller.require(caller.connection.exchange(caller.post(INITIALIZED)), 202);
            return caller;
        } catch (IOException | RuntimeException e) {
            caller.close();
            throw e;
        }
    }

    /** What was agreed upon. */
    private static String revision(byte[] answer) {
        var json = (JsonObject) Json.parse(answer);
        return json.object("result").orElse(JsonObject.EMPTY).text("protocolVersion", "");
    }

    /**
     * Makes the call and takes its answer as the measure of all others: the first that comes twice, since with the very first
     * a gateway may tell of lists that changed meanwhile.
     */
    byte[] prepare(ToolCall call) throws IOException {
        request = Patched.of(post(call.message(number)), number);
        var body = answered();
        var next = answered();
        for (var attempt = 0; attempt < MOST_ATTEMPTS && !Arrays.equals(body, next); attempt++) {
            body = next;
            next = answered();
        }
        expected = Patched.of(body, number);
        if (expected.places().size() < request.places().size()) {
            throw new IllegalStateException("the answer does not repeat what was sent: " + excerpt());
        }
        return body;
    }

    private byte[] answered() throws IOException {
        require(connection.exchange(request.text()), 200);
        return connection.body();
    }

    /** Calls; answers whether the answer is right. */
    boolean call() {
        number++;
        request.put(number);
        expected.put(number);
        try {
            return connection.exchange(request.text()) == 200 && connection.bodyEquals(expected.text());
        } catch (IOException e) {
            throw new UncheckedIOException("call to " + endpoint, e);
        }
    }

    /** Opens the stream for what the server says by itself, and leaves it open. */
    void listen() throws IOException {
        var head = "GET " + endpoint.getRawPath() + " HTTP/1.1\r\nHost: " + endpoint.getRawAuthority()
                + "\r\nAccept: text/event-stream\r\nMCP-Protocol-Version: " + revision + "\r\nMcp-Session-Id: "
                + connection.session() + "\r\n" + visitor.headers() + "\r\n";
        require(connection.open(head.getBytes(StandardCharsets.US_ASCII)), 200);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    private byte[] post(String message) {
        var session = connection.session().isEmpty()
                ? ""
                : "MCP-Protocol-Version: " + revision + "\r\nMcp-Session-Id: " + connection.session() + "\r\n";
        var text = "POST " + endpoint.getRawPath() + " HTTP/1.1\r\nHost: " + endpoint.getRawAuthority()
                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                + visitor.headers() + session
                + "Content-Length: " + message.length() + "\r\n\r\n" + message;
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void require(int status, int wanted) {
        if (status != wanted) {
            throw new IllegalStateException(endpoint + " answered HTTP " + status + ": " + excerpt());
        }
    }

    private String excerpt() {
        var text = new String(connection.body(), StandardCharsets.UTF_8);
        return text.substring(0, Math.min(300, text.length()));
    }
}
