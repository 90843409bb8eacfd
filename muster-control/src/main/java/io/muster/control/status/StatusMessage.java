package io.muster.control.status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One line for people: what a state means, and what to do about it. */
public final class StatusMessage {
    private static final String LOG_IN = "Authentication required - run: muster auth login --server ";
    private static final Map<List<String>, String> HINTS = hints();

    private StatusMessage() {}

    /** Empty when there is nothing to say. */
    public static Optional<String> of(String server, ServerStatus status) {
        return switch (status.state()) {
            case STARTING, CONNECTING -> Optional.of("Starting...");
            case AUTH_REQUIRED -> Optional.of(LOG_IN + server);
            case FAILED -> Optional.of(failure(server, status));
            case RUNNING, CONNECTED, STOPPED, DISCONNECTED -> Optional.empty();
        };
    }

    private static String failure(String server, ServerStatus status) {
        var invalid = status.conditions().stream()
                .anyMatch(condition -> condition.reason().equals(StatusProjection.INVALID));
        if (invalid) {
            return "Definition is invalid - correct what the error names";
        }
        var error = status.lastError().orElse("").toLowerCase(Locale.ROOT);
        return HINTS.entrySet().stream()
                .filter(hint -> hint.getKey().stream().anyMatch(error::contains))
                .findFirst()
                .map(hint -> hint.getValue().equals(LOG_IN) ? LOG_IN + server : hint.getValue())
                .orElse("Server failed to start");
    }

    /** Texts for people only; nothing is decided by them. */
    private static Map<List<String>, String> hints() {
        Map<List<String>, String> hints = new LinkedHashMap<>();
        hints.put(List.of("certificate", "x509"), "Certificate error - verify TLS configuration");
        hints.put(List.of("tls handshake"), "TLS error - check server certificate and TLS configuration");
        hints.put(
                List.of("command not found", "executable file not found"),
                "Command not found - check the executable path");
        hints.put(List.of("permission denied"), "Permission denied - check file permissions");
        hints.put(List.of("401", "unauthorized"), LOG_IN);
        hints.put(List.of("403", "forbidden"), "Access forbidden - check server permissions and credentials");
        hints.put(List.of("connection reset", "econnreset"), "Connection was reset by server - check server logs");
        hints.put(List.of("protocol", "unsupported"), "Protocol error - check server type configuration");
        hints.put(List.of("json", "parse"), "Invalid response from server - check server compatibility");
        return hints;
    }
}
