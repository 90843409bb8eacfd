package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.Endpoint;
import io.muster.cli.client.ServerConnector;
import io.muster.cli.format.Suggestion;
import io.muster.cli.format.Text;
import io.muster.cli.servers.BackendStatus;
import io.muster.cli.servers.ClientSession;
import io.muster.cli.servers.Session;
import io.muster.cli.servers.SessionStatus;
import io.muster.cli.servers.SignIn;
import io.muster.cli.servers.SignOnWait;
import io.muster.cli.servers.StatusUnavailable;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Scheduler;
import java.util.Optional;

/**
 * Logs a person in to the servers behind a Muster, and out.
 *
 * @param watched whether a person watches how it goes on
 */
record BackendLogins(Shell shell, Endpoint endpoint, PageOpener pages, boolean watched) {
    private static final String LOGOUT = "core_auth_logout";

    /** What is done in one session. */
    private interface Work<T> {
        T in(Session session, Scheduler scheduler) throws InterruptedException;
    }

    /** @param again logs in to Muster itself, and is used when that turns out to be missing */
    void one(String name, LoginDialog again) throws InterruptedException {
        try {
            logIn(name);
        } catch (ConnectionFailure failure) {
            if (failure.kind() != ConnectionFailure.Kind.AUTHENTICATION_REQUIRED) {
                throw unreachable(failure);
            }
            say("Authenticating to aggregator first...");
            again.run(endpoint, failure.challenges());
            logIn(name);
        }
    }

    private void logIn(String name) throws InterruptedException {
        inSession((session, scheduler) -> {
            var server = find(session.status(), name);
            if (server.isSingleSignOn()) {
                ofSingleSignOn(server, session, scheduler);
            } else {
                byHand(settled(server, session, scheduler), session, scheduler);
            }
            return server;
        });
    }

    private void ofSingleSignOn(BackendStatus server, Session session, Scheduler scheduler)
            throws InterruptedException {
        SingleSignOnTexts.managed(server).forEach(this::say);
        if (server.state() == BackendStatus.State.SSO_PENDING) {
            var after = settled(server, session, scheduler);
            say("Status of " + server.name() + ": " + Text.line(after.word()));
        }
    }

    private BackendStatus settled(BackendStatus server, Session session, Scheduler scheduler)
            throws InterruptedException {
        return server.state() == BackendStatus.State.SSO_PENDING
                ? new SignOnWait(scheduler, shell.clock())
                        .await(session, server.name())
                        .orElse(server)
                : server;
    }

    private void byHand(BackendStatus server, Session session, Scheduler scheduler) throws InterruptedException {
        if (server.isConnected()) {
            say("Server '" + server.name() + "' is already connected and does not require authentication.");
            return;
        }
        if (!server.isLoginMissing()) {
            throw new CommandFailure("Server '" + server.name() + "' is in state '" + Text.line(server.word())
                    + "' and cannot be authenticated.");
        }
        var tool = server.authTool()
                .orElseThrow(() -> new CommandFailure(
                        "server '" + server.name() + "' requires authentication, but names no tool for that"));
        signIn(server.name(), tool, session, scheduler).ifPresent(failure -> {
            throw new CommandFailure(failure, ExitCode.AUTHENTICATION_FAILED);
        });
    }

    /** Why it failed; empty when it did not. */
    private Optional<String> signIn(String name, String tool, Session session, Scheduler scheduler)
            throws InterruptedException {
        say("Authenticating to " + name + "...");
        var outcome = new SignIn(scheduler, shell.clock()).run(session, name, tool, page -> {
            pages.show(page);
            say("Waiting for " + name + " authentication to complete...");
        });
        return switch (outcome) {
            case SignIn.Outcome.Already _ -> {
                say("✓ " + name + " is already connected.");
                say("To log in anew, run first: muster auth logout --server " + name);
                yield Optional.empty();
            }
            case SignIn.Outcome.Done _ -> {
                say("✓ " + name + " authenticated successfully.");
                yield Optional.empty();
            }
            case SignIn.Outcome.Refused(var text) -> Optional.of(Text.visible(text));
            case SignIn.Outcome.Unfinished _ ->
                Optional.of("nobody has finished the login to " + name
                        + " within 2 minutes. Finish it in the browser, then run again: muster auth login --server "
                        + name);
        };
    }

    /** Logs in to all that wait for it, one after the other, as the cookies of one help the next. */
    int all() throws InterruptedException {
        try {
            return inSession(this::all);
        } catch (ConnectionFailure failure) {
            throw unreachable(failure);
        }
    }

    private int all(Session session, Scheduler scheduler) throws InterruptedException {
        var waiting = session.status().loginPossible();
        if (waiting.isEmpty()) {
            say("No MCP servers require authentication.");
            awaitSingleSignOn(session, scheduler);
            say("All authentication complete.");
            return ExitCode.SUCCESS;
        }
        say("Found " + waiting.size() + " MCP server(s) requiring authentication:");
        waiting.forEach(server -> say("  - " + Text.line(server.name())));
        var succeeded = 0;
        for (int number = 1; number <= waiting.size(); number++) {
            var server = waiting.get(number - 1);
            say("\n[" + number + "/" + waiting.size() + "] Authenticating to " + Text.line(server.name()));
            var failure = signIn(server.name(), server.authTool().orElseThrow(), session, scheduler);
            failure.ifPresent(text -> shell.console().note("Failed: " + text));
            succeeded += failure.isEmpty() ? 1 : 0;
        }
        say("\nAuthentication complete. " + succeeded + "/" + waiting.size() + " servers authenticated.");
        awaitSingleSignOn(session, scheduler);
        return succeeded == waiting.size() ? ExitCode.SUCCESS : ExitCode.AUTHENTICATION_FAILED;
    }

    /** Shows how single sign-on goes on after a login. Never fails. */
    void awaitSingleSignOn() throws InterruptedException {
        try {
            inSession((session, scheduler) -> {
                awaitSingleSignOn(session, scheduler);
                return endpoint;
            });
        } catch (ConnectionFailure notNow) {
            say("Note: the servers behind Muster cannot be seen now. Check with: muster auth status");
        }
    }

    private void awaitSingleSignOn(Session session, Scheduler scheduler) throws InterruptedException {
        var display = new SignOnDisplay(pages.say(), shell.console(), watched);
        display.ended(new SignOnWait(scheduler, shell.clock()).await(session, display));
    }

    void logOut(String name) throws InterruptedException {
        inSession((session, _) -> {
            var server = find(session.status(), name);
            if (server.isSingleSignOn()) {
                SingleSignOnTexts.noLogout(server).forEach(this::say);
                return server;
            }
            var result = session.call(LOGOUT, JsonObject.of("server", name));
            var text = Conversation.message(LOGOUT, result);
            if (result.isError()) {
                throw new CommandFailure(text);
            }
            say(text);
            return server;
        });
    }

    /** How the session stands with all servers; nothing where Muster does not say. */
    static Optional<SessionStatus> status(Session session) throws InterruptedException {
        try {
            return Optional.of(session.status());
        } catch (StatusUnavailable e) {
            return Optional.empty();
        }
    }

    static BackendStatus find(SessionStatus status, String name) {
        return status.find(name)
                .orElseThrow(() -> new CommandFailure("server '" + name
                        + "' not found. Use 'muster auth status' to see available servers"
                        + Suggestion.of(
                                name,
                                status.servers().stream()
                                        .map(BackendStatus::name)
                                        .toList())));
    }

    private <T> T inSession(Work<T> work) throws InterruptedException {
        var environment = shell.console().environment();
        try (var connector = new ServerConnector(
                        "muster-cli", shell.program().version().number(), environment);
                var client = connector.connectForCalls(endpoint, connector.credentials(endpoint))) {
            return work.in(new ClientSession(client, shell.clock()), connector.scheduler());
        } catch (StatusUnavailable e) {
            throw new CommandFailure("failed to read the status of the servers: " + e.getMessage(), e);
        }
    }

    private static CommandFailure unreachable(ConnectionFailure failure) {
        return new CommandFailure("failed to connect to aggregator: " + failure.getMessage(), ExitCode.of(failure));
    }

    private void say(String line) {
        pages.say().accept(line);
    }
}
