package io.muster.wire.http;

/** The request is refused with a status and a text for the client; rendered once, by the engine. */
public final class HttpRejection extends RuntimeException {
    private final int status;

    public HttpRejection(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
