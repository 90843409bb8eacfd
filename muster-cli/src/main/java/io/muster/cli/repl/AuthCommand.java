package io.muster.cli.repl;

import io.muster.cli.format.Suggestion;
import io.muster.cli.format.Text;
import io.muster.cli.format.Tone;
import io.muster.cli.login.BrowserLauncher;
import io.muster.cli.servers.BackendStatus;
import io.muster.cli.servers.Session;
import io.muster.cli.servers.SessionStatus;
import io.muster.cli.servers.SignIn;
import io.muster.cli.servers.StatusLines;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.util.List;

/** {@code auth}: logins to the servers behind Muster. */
record AuthCommand(Server server, SignIn signIn, BrowserLauncher launcher, Output out) implements ReplCommand {
    private static final String LOGOUT = "core_auth_logout";
    private static final List<String> ACTIONS = List.of("status", "login", "logout");
    private static final About ABOUT = new About(
            "auth",
            List.of(),
            "auth [status|login [server]|logout <server>]",
            "Show logins to the servers behind Muster, log in, log out");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void run(Words line) throws InterruptedException {
        var words = line.given().stream().map(Words.Word::text).toList();
        var session = server.session();
        switch (words.size() < 2 ? "status" : words.get(1)) {
            case "status" -> status(session);
            case "login" -> {
                if (words.size() < 3) {
                    logInToAll(session);
                } else {
                    logIn(session, find(session.status(), words.get(2)));
                }
            }
            case "logout" -> {
                if (words.size() != 3) {
                    throw ABOUT.misused();
                }
                logOut(session, words.get(2));
            }
            default ->
                throw new SessionFailure("unknown subcommand \"" + words.get(1) + "\""
                        + Suggestion.of(words.get(1), ACTIONS) + ". Usage: " + ABOUT.usage());
        }
    }

    private void status(Session session) throws InterruptedException {
        var lines = new StatusLines(out.hasColor()).all(session.status());
        out.painted(lines.isEmpty() ? "There are no servers behind this Muster." : String.join("\n", lines));
    }

    private void logInToAll(Session session) throws InterruptedException {
        var waiting = session.status().loginPossible();
        if (waiting.isEmpty()) {
            out.result("No MCP servers require authentication.");
        }
        for (var backend : waiting) {
            logIn(session, backend);
        }
    }

    private void logIn(Session session, BackendStatus backend) throws InterruptedException {
        var name = Text.line(backend.name());
        if (!backend.isLoginPossible()) {
            out.result(
                    backend.isSingleSignOn()
                            ? "Server '" + name + "' uses SSO and is managed automatically."
                            : "Server '" + name + "' needs no login now (" + Text.line(backend.word()) + ").");
            return;
        }
        out.hint("Authenticating to " + name + "...");
        var outcome = signIn.run(session, backend.name(), backend.authTool().orElseThrow(), this::show);
        switch (outcome) {
            case SignIn.Outcome.Already _ -> out.result("✓ " + name + " is already connected.");
            case SignIn.Outcome.Done _ -> out.result("✓ " + name + " authenticated successfully.");
            case SignIn.Outcome.Refused(var text) -> throw new SessionFailure(text);
            case SignIn.Outcome.Unfinished _ ->
                throw new SessionFailure("nobody has finished the login to " + name
                        + " within 2 minutes. Finish it in the browser, then type again: auth login " + name);
        }
    }

    private void show(URI page) throws InterruptedException {
        if (launcher.isPossible() && launcher.open(page)) {
            out.hint("Opening browser for authentication... done. Ctrl-C stops the waiting.");
        } else {
            out.notice(Tone.WARNING, "Please open this URL in your browser:\n" + page);
        }
    }

    private void logOut(Session session, String name) throws InterruptedException {
        var result = session.call(LOGOUT, JsonObject.of("server", name));
        if (result.isError()) {
            throw new SessionFailure(ResultText.message(result));
        }
        out.result(ResultText.message(result));
    }

    private static BackendStatus find(SessionStatus status, String name) {
        return status.find(name)
                .orElseThrow(() -> new SessionFailure("server '" + name + "' not found"
                        + Suggestion.of(
                                name,
                                status.servers().stream()
                                        .map(BackendStatus::name)
                                        .toList())));
    }

    @Override
    public List<Choice> choices(List<String> before) {
        return before.size() == 1
                ? ACTIONS.stream().map(action -> Choice.of(action, "")).toList()
                : List.of();
    }
}
