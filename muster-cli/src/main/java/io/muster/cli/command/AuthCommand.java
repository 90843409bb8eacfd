package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.Endpoint;
import io.muster.cli.client.EndpointFlags;
import io.muster.cli.client.Endpoints;
import io.muster.cli.client.ServerConnector;
import io.muster.cli.servers.ClientSession;
import io.muster.cli.syntax.Flag;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFiles;
import io.muster.mcp.client.McpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code muster auth}: logins to protected servers. */
final class AuthCommand implements Command {
    private final Syntax syntax =
            Syntax.of("auth", "Log in to a protected Muster, log out, and show who is logged in.");
    private final Setting<String> endpoint =
            syntax.text("--endpoint", "URL", "MCP endpoint (default: $MUSTER_ENDPOINT).");
    private final Setting<String> context =
            syntax.text("--context", "NAME", "Named endpoint (default: $MUSTER_CONTEXT, else the current context).");
    private final Setting<Path> configPath = syntax.path(
            "--config-path",
            "DIR",
            "Configuration directory, for the endpoint (default: $MUSTER_CONFIG_PATH, else ~/.config/muster).");
    private final Flag quiet = syntax.flag("-q, --quiet", "Print results only.");

    private final Shell shell;

    AuthCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        for (var subcommand : List.of(login(), logout(), refresh(), status(), whoami())) {
            syntax.subcommand(subcommand.sharing(syntax));
        }
        return syntax;
    }

    private Syntax login() {
        var login = Syntax.of("login", "Log in by a browser.");
        var all = login.flag("--all", "Log in to the servers behind Muster, too.");
        var server = login.text("--server", "NAME", "Log in to one server behind Muster.");
        var noBrowser = login.flag("--no-browser", "Show the address instead of opening a browser.");
        var silent = login.flag("--silent", "Try first without showing anything.");
        var noSilent = login.hiddenFlag("--no-silent");
        return login.runs(() -> {
            var target = endpoint();
            var pages = new PageOpener(shell, this::say, !noBrowser.isSet());
            var dialog = new LoginDialog(shell, pages, silent.isSet() && !noSilent.isSet());
            var behind = behind(target, pages);
            if (server.isGiven()) {
                behind.one(server.orElse(""), dialog);
                return ExitCode.SUCCESS;
            }
            var isProtected = logIn(target, dialog);
            if (all.isSet()) {
                return behind.all();
            }
            if (isProtected) {
                behind.awaitSingleSignOn();
            }
            return ExitCode.SUCCESS;
        });
    }

    /** Whether there is anything to log in to. */
    private boolean logIn(Endpoint target, LoginDialog dialog) throws InterruptedException {
        var refused = refusal(target);
        if (refused.isPresent()) {
            dialog.run(target, refused.get().challenges());
        } else if (stored(target).isPresent()) {
            say("Already authenticated to " + target);
        } else {
            say("No authentication required for " + target);
            return false;
        }
        return true;
    }

    private BackendLogins behind(Endpoint target, PageOpener pages) {
        return new BackendLogins(shell, target, pages, shell.console().terminal() && !quiet.isSet());
    }

    private Syntax logout() {
        var logout = Syntax.of("logout", "End a login, here and at the server.");
        var all = logout.flag("--all", "End the logins to all endpoints.");
        var yes = logout.flag("-y, --yes", "Do not ask.");
        var server = logout.text("-s, --server", "NAME", "Log out of one server behind Muster.");
        return logout.runs(() -> {
            var leaving = new AuthLogout(shell, this::say);
            if (server.isGiven()) {
                behind(endpoint(), new PageOpener(shell, this::say, false)).logOut(server.orElse(""));
            } else if (all.isSet()) {
                leaving.all(yes.isSet() || quiet.isSet());
            } else {
                leaving.one(endpoint());
            }
            return ExitCode.SUCCESS;
        });
    }

    private Syntax status() {
        var status = Syntax.of("status", "Show whether and for how long you are logged in.");
        var server = status.text("--server", "NAME", "Show one server behind Muster.");
        var output = new TextOrJson(status);
        return status.runs(() -> {
            var target = endpoint();
            var seen = look(target, client -> Seen.of(new ClientSession(client, shell.clock())));
            var shown = new AuthStatus(shell, target);
            return server.isGiven()
                    ? shown.one(seen, server.orElse(""), output.isJson())
                    : shown.show(seen, stored(target), output.isJson());
        });
    }

    private Syntax whoami() {
        var whoami = Syntax.of("whoami", "Show who is logged in.");
        var output = new TextOrJson(whoami);
        return whoami.runs(() -> {
            var target = endpoint();
            var token = stored(target)
                    .orElseThrow(() -> new CommandFailure(
                            "Not authenticated to " + target
                                    + "\n\nTo authenticate, run:\n  muster auth login --endpoint " + target,
                            ExitCode.AUTHENTICATION_REQUIRED));
            new AuthStatus(shell, target).identity(token, output.isJson());
            return ExitCode.SUCCESS;
        });
    }

    private Syntax refresh() {
        return Syntax.of("refresh", "Renew a login now, without a browser.").runs(() -> {
            new AuthRefresh(shell, this::say).run(endpoint());
            return ExitCode.SUCCESS;
        });
    }

    private Endpoint endpoint() {
        return new Endpoints(shell.console().environment())
                .resolve(new EndpointFlags(endpoint.value(), context.value(), configPath.value()));
    }

    private Optional<StoredToken> stored(Endpoint target) {
        return TokenFiles.of(shell.console().environment()).read(new ServerUrl(target.toString()));
    }

    private interface Look {
        Seen at(McpClient client) throws InterruptedException;
    }

    private Seen look(Endpoint target, Look look) throws InterruptedException {
        try (var connector = new ServerConnector(
                        "muster-cli",
                        shell.program().version().number(),
                        shell.console().environment());
                var client = connector.connectForCalls(target, connector.credentials(target))) {
            return look.at(client);
        } catch (ConnectionFailure failure) {
            return Seen.without(failure);
        }
    }

    /** Why the server does not talk to us when it is that nobody is logged in; other reasons end the command. */
    private Optional<ConnectionFailure> refusal(Endpoint target) throws InterruptedException {
        var seen = look(target, _ -> Seen.NOTHING);
        if (seen.isLost()) {
            throw seen.failure().orElseThrow();
        }
        return seen.failure();
    }

    private void say(String line) {
        if (!quiet.isSet()) {
            shell.console().println(line);
        }
    }
}
