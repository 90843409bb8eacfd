package io.muster.wire.http;

import java.nio.charset.StandardCharsets;

/** An answer: status, header fields and content. */
public record HttpResponse(int status, Headers headers, Body body) {

    /** An answer without content. */
    public static HttpResponse of(int status) {
        return new HttpResponse(status, Headers.EMPTY, Body.EMPTY);
    }

    public static HttpResponse json(int status, byte[] json) {
        return new HttpResponse(status, Headers.of("Content-Type", "application/json"), new Body.Bytes(json));
    }

    public static HttpResponse text(int status, String text) {
        return new HttpResponse(
                status,
                Headers.of("Content-Type", "text/plain; charset=utf-8"),
                new Body.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** An answer whose shape is decided while it is produced: one document, or a stream of events. */
    public static HttpResponse later(Body.Later body) {
        return new HttpResponse(200, Headers.EMPTY, body);
    }

    public HttpResponse with(String header, String value) {
        return new HttpResponse(status, headers.with(header, value), body);
    }
}
