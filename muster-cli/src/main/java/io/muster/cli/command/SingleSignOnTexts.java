package io.muster.cli.command;

import io.muster.cli.format.Text;
import io.muster.cli.servers.BackendStatus;
import java.util.List;

/** What people are told who want to log in where Muster does that for them. */
final class SingleSignOnTexts {
    private SingleSignOnTexts() {}

    static List<String> managed(BackendStatus server) {
        var name = Text.line(server.name());
        var check = server.exchangesToken()
                ? "the token endpoint and connector of spec.auth.tokenExchange, and the client that it names"
                : "that the server trusts the issuer of your login, and Muster's client id as audience"
                        + " (spec.auth.requiredAudiences)";
        return List.of(
                "Server '" + name + "' uses SSO (" + manner(server) + ") and is managed automatically.",
                "Muster signs you in there with your own login: muster auth login",
                "",
                "If it does not connect, check " + check + ".",
                "Details: muster auth status --server " + name);
    }

    static List<String> noLogout(BackendStatus server) {
        var name = Text.line(server.name());
        return List.of(
                "Server '" + name + "' uses SSO (" + manner(server) + "): it has no login of its own to end.",
                "To end your login to Muster, and with it all of these: muster auth logout");
    }

    private static String manner(BackendStatus server) {
        return server.exchangesToken() ? "token exchange" : "token forwarding";
    }
}
