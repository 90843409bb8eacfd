package io.muster.wire.http;

/** The request is refused with a status and a text for the client; rendered once, by the engine. */
public final class HttpRejection extends RuntimeException {
    private final int status;
    private final transient Headers headers;

    public HttpRejection(int status, String message) {
        this(status, message, Headers.EMPTY);
    }

    /** @param headers that the answer has besides */
    public HttpRejection(int status, String message, Headers headers) {
        super(message);
        this.status = status;
        this.headers = headers;
    }

    public int status() {
        return status;
    }

    public Headers headers() {
        return headers;
    }
}
