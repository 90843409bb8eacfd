package io.muster.gateway.backend;

/** How a backend is doing, in the words of the service tools. */
public enum ServiceState {
    UNKNOWN("unknown"),
    STARTING("starting"),
    /** A local process is up. */
    RUNNING("running"),
    /** A remote backend is reachable. */
    CONNECTED("connected"),
    STOPPING("stopping"),
    /** A local backend is stopped. */
    STOPPED("stopped"),
    /** A remote backend is stopped. */
    DISCONNECTED("disconnected"),
    FAILED("failed"),
    /** At least three failures in a row; still retried. */
    UNREACHABLE("unreachable"),
    /** The backend answered 401. */
    AUTH_REQUIRED("auth_required");

    private final String word;

    ServiceState(String word) {
        this.word = word;
    }

    /** The word in tool results. */
    public String word() {
        return word;
    }

    public boolean isActive() {
        return this == RUNNING || this == CONNECTED;
    }

    public boolean isStopped() {
        return this == STOPPED || this == DISCONNECTED || this == UNKNOWN;
    }

    /** Derived from the state: {@code healthy}, {@code unhealthy} or {@code unknown}. */
    public String health() {
        return switch (this) {
            case RUNNING, CONNECTED -> "healthy";
            case FAILED -> "unhealthy";
            default -> "unknown";
        };
    }
}
