package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.Endpoint;
import io.muster.cli.format.Text;
import io.muster.cli.format.Tone;
import io.muster.cli.servers.BackendStatus;
import io.muster.cli.servers.SessionStatus;
import io.muster.cli.servers.StatusLines;
import io.muster.cli.token.StoredToken;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.oauth.jose.JwtReader;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shows a login. What its ID token says is shown only, and believed nowhere. */
record AuthStatus(Shell shell, Endpoint endpoint) {
    /**
     * Shows the login to the endpoint, and how the session stands with the servers behind it.
     *
     * @param stored the login that is stored
     */
    int show(Seen seen, Optional<StoredToken> stored, boolean json) {
        var required = seen.isLoginRequired();
        var lost = seen.isLost();
        if (json) {
            var usable = !required
                    && stored.filter(token -> !lost || token.isValidAt(now())).isPresent();
            printJson(document(stored, usable, seen.servers()));
            return lost && !usable ? ExitCode.ERROR : ExitCode.SUCCESS;
        }
        line("Muster Aggregator");
        line("  Endpoint:  " + endpoint);
        if (required) {
            status("Not authenticated", Tone.WARNING);
            line("             Run: muster auth login");
            return ExitCode.SUCCESS;
        }
        if (lost && stored.filter(token -> token.isValidAt(now())).isEmpty()) {
            status("Connection failed", Tone.BAD);
            var failure = seen.failure().orElseThrow();
            line("  " + label(failure) + ": " + Text.line(String.valueOf(failure.getMessage())));
            return ExitCode.ERROR;
        }
        if (stored.isEmpty()) {
            status("No authentication required", Tone.NEUTRAL);
        } else {
            authenticated(stored.get());
        }
        if (lost) {
            line("  Warning:   " + paint("Server unreachable, showing local token status", Tone.WARNING));
        }
        seen.servers().ifPresent(this::servers);
        return ExitCode.SUCCESS;
    }

    private void servers(SessionStatus status) {
        var lines = lines().all(status);
        if (!lines.isEmpty()) {
            line("");
            lines.forEach(this::line);
        }
        status.servers().forEach(this::warn);
    }

    private StatusLines lines() {
        return new StatusLines(shell.console().hasColor());
    }

    private void warn(BackendStatus server) {
        if (server.state() == BackendStatus.State.OTHER) {
            shell.console().note("WARNING: unhandled SessionServerStatus \"" + Text.line(server.word()) + "\"");
        }
    }

    /**
     * Shows how the session stands with one server.
     *
     * @throws CommandFailure when there is no such server, or nobody says
     */
    int one(Seen seen, String name, boolean json) {
        if (seen.isLoginRequired()) {
            throw new CommandFailure(
                    "not authenticated to aggregator. Run 'muster auth login' first", ExitCode.AUTHENTICATION_REQUIRED);
        }
        if (seen.failure().isPresent()) {
            throw seen.failure().get();
        }
        var status = seen.servers()
                .orElseThrow(() ->
                        new CommandFailure("the server at " + endpoint + " does not say how its servers are doing"));
        var server = BackendLogins.find(status, name);
        if (json) {
            printJson(server.json());
        } else {
            lines().one(server).forEach(this::line);
            warn(server);
        }
        return ExitCode.SUCCESS;
    }

    private void authenticated(StoredToken token) {
        status("Authenticated", Tone.GOOD);
        token.expiresAt().ifPresent(at -> line("  Expires:   " + expiry(at)));
        var session = token.sessionEndsAt();
        if (session.isPresent() && session.get().isAfter(now())) {
            line("  Session:   ~" + Durations.words(Duration.between(now(), session.get()))
                    + " remaining (auto-refresh)");
        } else {
            line("  Refresh:   "
                    + (token.refreshToken().isPresent() ? "Available" : "Not available (re-auth required on expiry)"));
        }
        issuer(token);
    }

    /** Shows who is logged in. */
    void identity(StoredToken token, boolean json) {
        if (json) {
            printJson(document(Optional.of(token), token.isValidAt(now()), Optional.empty()));
            return;
        }
        line("Identity:  " + Text.line(identity(token)));
        line("Endpoint:  " + endpoint);
        if (!token.issuer().isEmpty()) {
            line("Issuer:    " + Text.line(token.issuer()));
        }
        token.expiresAt().ifPresent(at -> line("Expires:   " + expiry(at)));
    }

    private static String identity(StoredToken token) {
        var claims = claims(token);
        return claims.text("email").or(() -> claims.text("sub")).orElse("unknown (the login has no ID token)");
    }

    private static JsonObject claims(StoredToken token) {
        return token.idToken()
                .flatMap(text -> JwtReader.read(text.reveal()))
                .map(jwt -> jwt.claims())
                .orElse(JsonObject.EMPTY);
    }

    private JsonObject document(Optional<StoredToken> stored, boolean authenticated, Optional<SessionStatus> servers) {
        var claims = stored.map(AuthStatus::claims).orElse(JsonObject.EMPTY);
        return JsonObject.builder()
                .put("endpoint", endpoint.toString())
                .put("authenticated", authenticated)
                .putTextIfPresent(
                        "expires_at", stored.flatMap(StoredToken::expiresAt).map(Instant::toString))
                .putTextIfPresent(
                        "session_expires_at",
                        stored.flatMap(StoredToken::sessionEndsAt).map(Instant::toString))
                .putTextIfPresent("issuer", stored.map(StoredToken::issuer).filter(text -> !text.isEmpty()))
                .putTextIfPresent("subject", claims.text("sub"))
                .putTextIfPresent("email", claims.text("email"))
                .put(
                        "servers",
                        JsonArray.of(servers.map(SessionStatus::servers).orElse(List.of()).stream()
                                .map(BackendStatus::json)
                                .toList()))
                .build();
    }

    /** What kind of trouble it is, in the words that people search for. */
    private static String label(ConnectionFailure failure) {
        if (!(failure.getCause() instanceof McpTransportException cause)) {
            return "Connection error";
        }
        return switch (cause.fault()) {
            case Fault.TimedOut _ -> "Connection timeout";
            case Fault.Network(var kind) -> label(kind);
            default -> "Connection error";
        };
    }

    private static String label(OutboundException.Kind kind) {
        return switch (kind) {
            case TLS -> "TLS certificate error";
            case UNKNOWN_HOST -> "DNS resolution error";
            case CONNECT -> "Network error";
            case TIMEOUT -> "Connection timeout";
            case BROKEN, TOO_LARGE, FORBIDDEN -> "Connection error";
        };
    }

    private void issuer(StoredToken token) {
        if (!token.issuer().isEmpty()) {
            line("  Issuer:    " + Text.line(token.issuer()));
        }
    }

    private String expiry(Instant at) {
        var text = Durations.expiry(at, now());
        return at.isAfter(now()) ? text : paint(text, Tone.WARNING);
    }

    private void status(String text, Tone tone) {
        line("  Status:    " + paint(text, tone));
    }

    private String paint(String text, Tone tone) {
        return shell.console().hasColor() ? tone.paint(text) : text;
    }

    private void line(String text) {
        shell.console().println(text);
    }

    private void printJson(JsonObject document) {
        shell.console().println(Json.text(document, JsonFormat.INDENTED));
    }

    private Instant now() {
        return shell.clock().instant();
    }
}
