package io.muster.control.status;

import io.muster.gateway.backend.ServiceState;
import java.util.Optional;

/** The closed set of states of an {@code MCPServer}'s status. */
public enum ServerState {
    RUNNING("Running"),
    STARTING("Starting"),
    STOPPED("Stopped"),
    CONNECTED("Connected"),
    AUTH_REQUIRED("Auth Required"),
    CONNECTING("Connecting"),
    DISCONNECTED("Disconnected"),
    FAILED("Failed");

    private final String word;

    ServerState(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** As the reason of a condition, which has no spaces. */
    String reason() {
        return word.replace(" ", "");
    }

    static ServerState of(ServiceState state, boolean remote) {
        return switch (state) {
            case RUNNING, CONNECTED, STOPPING -> remote ? CONNECTED : RUNNING;
            case AUTH_REQUIRED -> remote ? AUTH_REQUIRED : RUNNING;
            case STARTING -> remote ? CONNECTING : STARTING;
            case STOPPED, UNKNOWN, DISCONNECTED -> remote ? DISCONNECTED : STOPPED;
            case FAILED, UNREACHABLE -> FAILED;
        };
    }

    static Optional<ServerState> of(String word) {
        for (var state : values()) {
            if (state.word.equals(word)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
