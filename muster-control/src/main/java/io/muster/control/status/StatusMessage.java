package io.muster.control.status;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One line for people: what a state means, and what to do about it. */
public final class StatusMessage {
    private static final String LOG_IN = "Authentication required - run: muster auth login --server ";
    /** How our own texts begin, which say nothing of what went wrong. */
    private static final Pattern OURS = Pattern.compile("initialize mcp protocol");

    private static final Map<Pattern, String> HINTS = hints();

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
        var error = OURS.matcher(status.lastError().orElse("").toLowerCase(Locale.ROOT))
                .replaceAll("");
        return HINTS.entrySet().stream()
                .filter(hint -> hint.getKey().matcher(error).find())
                .findFirst()
                .map(hint -> hint.getValue().equals(LOG_IN) ? LOG_IN + server : hint.getValue())
                .orElse("Server failed to start");
    }

    /** Texts for people only; nothing is decided by them. */
    private static Map<Pattern, String> hints() {
        Map<Pattern, String> hints = new LinkedHashMap<>();
        hints.put(any("certificate|x509"), "Certificate error - verify TLS configuration");
        hints.put(any("tls handshake"), "TLS error - check server certificate and TLS configuration");
        hints.put(any("command not found|executable file not found"), "Command not found - check the executable path");
        hints.put(any("permission denied"), "Permission denied - check file permissions");
        hints.put(any(status(401) + "|unauthorized"), LOG_IN);
        hints.put(any(status(403) + "|forbidden"), "Access forbidden - check server permissions and credentials");
        hints.put(any("connection reset|econnreset"), "Connection was reset by server - check server logs");
        hints.put(any("protocol|unsupported"), "Protocol error - check server type configuration");
        hints.put(any("json|parse"), "Invalid response from server - check server compatibility");
        return hints;
    }

    private static Pattern any(String regex) {
        return Pattern.compile(regex);
    }

    /** The number alone, and not a part of a port or a name. */
    private static String status(int number) {
        return "(?<![\\w.:/-])" + number + "(?![\\w-])";
    }
}
