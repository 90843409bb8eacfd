package io.muster.mcp.client;

import io.muster.testkit.Eventually;
import io.muster.wire.http.Headers;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.outbound.OutboundResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * A web server without sockets: the test decides what each request gets. Who answers is settled before the request is
 * recorded, so that a test that has seen a request may change what the next one gets.
 */
final class FakeWeb implements OutboundClient {
    final BlockingQueue<OutboundRequest> requests = new LinkedBlockingQueue<>();
    private volatile Function<OutboundRequest, Site> sites = request -> any -> status(500);

    /** Answers requests; may block. */
    interface Site {
        OutboundResponse answer(OutboundRequest request) throws InterruptedException;
    }

    /** Lets one site answer all requests from now on. */
    void serve(Site site) {
        route(request -> site);
    }

    /** Chooses for each request the site that answers it. */
    void route(Function<OutboundRequest, Site> choice) {
        sites = choice;
    }

    @Override
    public OutboundResponse send(OutboundRequest request) throws InterruptedException {
        var site = sites.apply(request);
        requests.add(request);
        return site.answer(request);
    }

    @Override
    public void close() {}

    OutboundRequest next() throws InterruptedException {
        return Eventually.next("a request", requests);
    }

    /** The next request of that method; others are skipped. */
    OutboundRequest next(String method) throws InterruptedException {
        var request = next();
        while (!request.method().equals(method)) {
            request = next();
        }
        return request;
    }

    /** The next request that carries this JSON-RPC method; others are skipped. */
    OutboundRequest nextCall(String method) throws InterruptedException {
        var request = next("POST");
        while (!method(request).equals(method)) {
            request = next("POST");
        }
        return request;
    }

    static JsonObject message(OutboundRequest request) {
        return Json.parseObject(new String(request.body(), StandardCharsets.UTF_8));
    }

    static String method(OutboundRequest request) {
        return request.body().length == 0 ? "" : message(request).text("method", "");
    }

    static Answer status(int status) {
        return new Answer(status, Headers.EMPTY, new ByteArrayInputStream(new byte[0]));
    }

    static Answer json(int status, String body) {
        return new Answer(
                status,
                Headers.of("Content-Type", "application/json; charset=utf-8"),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    static Answer result(OutboundRequest request, String result) {
        return json(
                200,
                "{\"jsonrpc\":\"2.0\",\"id\":" + message(request).get("id").orElseThrow() + ",\"result\":" + result
                        + "}");
    }

    static Answer events(String events) {
        return new Answer(
                200,
                Headers.of("Content-Type", "text/event-stream"),
                new ByteArrayInputStream(events.getBytes(StandardCharsets.UTF_8)));
    }

    static Answer events(Line line) {
        return new Answer(200, Headers.of("Content-Type", "text/event-stream"), line);
    }

    /** An answer. */
    record Answer(int status, Headers headers, InputStream body) implements OutboundResponse {
        Answer with(String name, String value) {
            return new Answer(status, headers.with(name, value), body);
        }

        @Override
        public byte[] bytes() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            try {
                body.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A body that the test writes while it is read. */
    static final class Line extends InputStream {
        private static final byte[] END = {};
        private static final byte[] CUT = {};
        private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
        private ByteArrayInputStream current = new ByteArrayInputStream(END);
        volatile boolean closed;

        void write(String text) {
            chunks.add(text.getBytes(StandardCharsets.UTF_8));
        }

        void end() {
            chunks.add(END);
        }

        void cut() {
            chunks.add(CUT);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            while (current.available() == 0) {
                var chunk = take();
                if (chunk == CUT) {
                    throw new IOException("cut off");
                }
                if (chunk == END) {
                    return -1;
                }
                current = new ByteArrayInputStream(chunk);
            }
            return current.read(target, offset, length);
        }

        private byte[] take() throws IOException {
            try {
                return chunks.take();
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
        }

        @Override
        public void close() {
            closed = true;
            cut();
        }
    }
}
