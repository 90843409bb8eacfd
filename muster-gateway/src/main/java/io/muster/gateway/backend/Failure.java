package io.muster.gateway.backend;

/**
 * Why a backend could not be reached, or was lost.
 *
 * @param text for people, without secrets
 */
record Failure(Transience kind, Moment moment, String text) {
    /** When it happened. */
    enum Moment {
        CONNECTING,
        /** What was connected once is worth another attempt, whatever broke it. */
        CONNECTED
    }

    /** An attempt to connect failed. */
    static Failure connecting(Throwable cause, BackendSpec spec) {
        var endpoint = spec.endpoint();
        return new Failure(
                Transience.of(cause),
                Moment.CONNECTING,
                "failed to initialize " + endpoint.type() + " MCP client: " + ErrorText.of(cause, endpoint));
    }

    /** A connection broke. */
    static Failure losing(Throwable cause, BackendSpec spec) {
        return new Failure(
                Transience.of(cause), Moment.CONNECTED, "connection lost: " + ErrorText.of(cause, spec.endpoint()));
    }

    /** A connected backend did not answer a ping. */
    static Failure pinging(Throwable cause, BackendSpec spec) {
        return new Failure(
                Transience.of(cause), Moment.CONNECTED, "MCP ping failed: " + ErrorText.of(cause, spec.endpoint()));
    }

    /** Whether another attempt may help without a person. */
    boolean mayPass() {
        return kind == Transience.TRANSIENT || moment == Moment.CONNECTED;
    }

    /** What is shown when the failure is the last of so many in a row. */
    String described() {
        return moment == Moment.CONNECTING ? "failed to start MCP server: " + text : text;
    }
}
