package io.muster.cli.servers;

/** Nobody says how the servers are doing; nothing follows from that about any of them. */
public final class StatusUnavailable extends RuntimeException {
    public StatusUnavailable(String message) {
        super(message);
    }

    public StatusUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
