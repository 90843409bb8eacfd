package io.muster.cli.servers;

import io.muster.cli.format.Text;
import io.muster.cli.format.Tone;
import io.muster.cli.servers.BackendStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a person is shown of the servers. Pure; names and texts of servers are made fit for a terminal here.
 *
 * @param color whether it may be coloured
 */
public record StatusLines(boolean color) {
    private static final int NARROWEST = 20;

    /** All servers; those that cannot be reached are only counted. */
    public List<String> all(SessionStatus status) {
        var servers = status.servers();
        if (servers.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add("MCP Servers");
        count(lines, servers, BackendStatus::isLoginMissing, "pending authentication");
        count(lines, servers, server -> server.state() == State.SSO_PENDING, "SSO in progress");
        var shown = servers.stream()
                .filter(server -> server.state() != State.UNREACHABLE)
                .toList();
        var width =
                Math.max(NARROWEST, widest(shown.stream().map(StatusLines::name).toList()));
        var label = widest(shown.stream().map(StatusLines::label).toList());
        shown.forEach(server -> lines.add(line(server, width, label)));
        var hidden = servers.size() - shown.size();
        if (hidden > 0) {
            lines.add("");
            lines.add("  (" + hidden + " unreachable - not shown)");
        }
        return lines;
    }

    private static void count(
            List<String> lines, List<BackendStatus> servers, Predicate<BackendStatus> which, String what) {
        var number = servers.stream().filter(which).count();
        if (number > 0) {
            lines.add("  (" + number + " " + what + ")");
        }
    }

    private static int widest(List<String> texts) {
        return texts.stream().mapToInt(Text::length).max().orElse(0);
    }

    private String line(BackendStatus server, int width, int label) {
        var text = "  " + padded(name(server), width) + " " + state(server)
                + (label == 0 ? "" : " " + padded(label(server), label))
                + hint(server).map(hint -> "  " + hint).orElse("")
                + (server.isIssuerUnconfirmed() ? "  (issuer not confirmed)" : "");
        return text.stripTrailing();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - Text.length(text)));
    }

    /** One server. */
    public List<String> one(BackendStatus server) {
        var lines = new ArrayList<String>();
        lines.add("MCP Server: " + name(server));
        lines.add("  Status:    " + state(server));
        if (server.isSingleSignOn()) {
            lines.add("  SSO:       " + manner(server));
        }
        server.issuer().ifPresent(issuer -> lines.add("  Issuer:    " + Text.line(issuer)));
        if (server.isIssuerUnconfirmed()) {
            lines.add("  Warning:   the authorization server is not confirmed: its own issuer publishes no metadata,"
                    + " so that its tokens serve this server only");
        }
        server.error().ifPresent(error -> lines.add("  Error:     " + Text.line(error)));
        hint(server).ifPresent(hint -> lines.add("  Action:    " + hint));
        return lines;
    }

    private static String name(BackendStatus server) {
        return Text.line(server.name());
    }

    private String state(BackendStatus server) {
        return switch (server.state()) {
            case CONNECTED -> painted("Connected", Tone.GOOD);
            case AUTH_REQUIRED -> painted("Not authenticated", Tone.WARNING);
            case REAUTH_REQUIRED -> painted("Re-authentication required", Tone.WARNING);
            case SSO_PENDING -> painted("SSO Pending", Tone.BUSY);
            case DISCONNECTED -> painted("Disconnected", Tone.BAD);
            case ERROR -> painted("Error", Tone.BAD);
            case FAILED -> painted("Failed", Tone.BAD);
            case UNREACHABLE -> painted("Unreachable", Tone.BAD);
            case OTHER -> Text.line(server.word());
        };
    }

    private String painted(String text, Tone tone) {
        return color ? tone.paint(text) : text;
    }

    private static String label(BackendStatus server) {
        return server.isSingleSignOn() ? "[SSO: " + manner(server) + "]" : "";
    }

    private static String manner(BackendStatus server) {
        if (server.isSingleSignOnFailed()) {
            return "Failed";
        }
        return server.exchangesToken() ? "Exchanged" : "Forwarded";
    }

    private static Optional<String> hint(BackendStatus server) {
        if (server.isSingleSignOnFailed() && server.state() == State.AUTH_REQUIRED) {
            return Optional.of("SSO failed - check server configuration");
        }
        if (server.isLoginPossible()) {
            return Optional.of("Run: muster auth login --server " + name(server));
        }
        return server.state() == State.REAUTH_REQUIRED ? Optional.of("Run: muster auth login") : Optional.empty();
    }
}
