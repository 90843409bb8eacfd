package io.muster.testkit;

import io.muster.wire.http.Headers;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.outbound.OutboundResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Web sites without a network. A URL that nobody serves does not resolve. What a site answers may be changed at any time,
 * but not while a request to it is under way. Thread-safe.
 */
public final class FakeSites implements OutboundClient {
    private final Map<String, Site> sites = new ConcurrentHashMap<>();
    private final List<OutboundRequest> requests = new CopyOnWriteArrayList<>();

    /** What stands behind a URL; may wait, or throw {@link OutboundException}. */
    @FunctionalInterface
    public interface Site {
        Answer answer(OutboundRequest request) throws InterruptedException;
    }

    /** What it answers. */
    public record Answer(int status, Headers headers, byte[] body) {
        public static Answer json(String body) {
            return new Answer(
                    200, Headers.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
        }

        public static Answer status(int status) {
            return new Answer(status, Headers.EMPTY, new byte[0]);
        }

        public Answer with(String header, String value) {
            return new Answer(status, headers.with(header, value), body);
        }
    }

    public void serve(String url, Answer answer) {
        serve(url, request -> answer);
    }

    public void serve(String url, Site site) {
        sites.put(url, site);
    }

    /** From now on there is no answer. */
    public void fail(String url, OutboundException.Kind kind) {
        serve(url, request -> {
            throw new OutboundException(kind, "no answer: " + kind);
        });
    }

    public List<OutboundRequest> requests() {
        return List.copyOf(requests);
    }

    /** How often a URL was asked for. */
    public long requests(String url) {
        return requests.stream()
                .filter(request -> request.uri().toString().equals(url))
                .count();
    }

    @Override
    public OutboundResponse send(OutboundRequest request) throws InterruptedException {
        var site = sites.get(request.uri().toString());
        requests.add(request);
        if (site == null) {
            throw new OutboundException(OutboundException.Kind.UNKNOWN_HOST, "no such host");
        }
        return new Response(site.answer(request));
    }

    @Override
    public void close() {}

    private record Response(Answer answer) implements OutboundResponse {
        @Override
        public int status() {
            return answer.status();
        }

        @Override
        public Headers headers() {
            return answer.headers();
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(answer.body());
        }

        @Override
        public byte[] bytes() {
            return answer.body().clone();
        }

        @Override
        public void close() {}
    }
}
