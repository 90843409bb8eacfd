package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.Endpoint;
import io.muster.cli.client.EndpointFlags;
import io.muster.cli.client.Endpoints;
import io.muster.cli.client.ServerConnector;
import io.muster.cli.servers.ClientSession;
import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFiles;
import io.muster.mcp.client.McpClient;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code muster auth}: logins to protected servers. */
@Command(
        name = "auth",
        description = "Log in to a protected Muster, log out, and show who is logged in.",
        sortOptions = false)
final class AuthCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "MCP endpoint (default: $MUSTER_ENDPOINT).")
    @Nullable
    String endpoint;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Named endpoint (default: $MUSTER_CONTEXT, else the current context).")
    @Nullable
    String context;

    @Option(
            names = "--config-path",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description =
                    "Configuration directory, for the endpoint (default: $MUSTER_CONFIG_PATH, else ~/.config/muster).")
    @Nullable
    Path configPath;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Print results only.")
    boolean quiet;

    AuthCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        shell.console().print(spec.commandLine().getUsageMessage());
        return ExitCode.SUCCESS;
    }

    @Command(name = "login", description = "Log in by a browser.", sortOptions = false)
    int login(
            @Option(names = "--all", description = "Log in to the servers behind Muster, too.") boolean all,
            @Option(names = "--server", paramLabel = "NAME", description = "Log in to one server behind Muster.")
                    @Nullable
                    String server,
            @Option(names = "--no-browser", description = "Show the address instead of opening a browser.")
                    boolean noBrowser,
            @Option(names = "--silent", description = "Try first without showing anything.") boolean silent,
            @Option(names = "--no-silent", hidden = true, description = "Has no effect any more.") boolean noSilent)
            throws InterruptedException {
        var target = endpoint();
        var pages = new PageOpener(shell, this::say, !noBrowser);
        var dialog = new LoginDialog(shell, pages, silent && !noSilent);
        var behind = behind(target, pages);
        if (server != null) {
            behind.one(server, dialog);
            return ExitCode.SUCCESS;
        }
        var isProtected = logIn(target, dialog);
        if (all) {
            return behind.all();
        }
        if (isProtected) {
            behind.awaitSingleSignOn();
        }
        return ExitCode.SUCCESS;
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
        return new BackendLogins(shell, target, pages, shell.console().terminal() && !quiet);
    }

    @Command(name = "logout", description = "End a login, here and at the server.", sortOptions = false)
    int logout(
            @Option(names = "--all", description = "End the logins to all endpoints.") boolean all,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes,
            @Option(
                            names = {"-s", "--server"},
                            paramLabel = "NAME",
                            description = "Log out of one server behind Muster.")
                    @Nullable
                    String server)
            throws InterruptedException {
        if (server != null) {
            behind(endpoint(), new PageOpener(shell, this::say, false)).logOut(server);
            return ExitCode.SUCCESS;
        }
        var leaving = new AuthLogout(shell, this::say);
        if (all) {
            leaving.all(yes || quiet);
        } else {
            leaving.one(endpoint());
        }
        return ExitCode.SUCCESS;
    }

    @Command(name = "status", description = "Show whether and for how long you are logged in.", sortOptions = false)
    int status(
            @Option(names = "--server", paramLabel = "NAME", description = "Show one server behind Muster.") @Nullable
                    String server,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FORMAT",
                            defaultValue = "text",
                            description = "text or json.")
                    String output)
            throws InterruptedException {
        var target = endpoint();
        var seen = look(target, client -> Seen.of(new ClientSession(client, shell.clock())));
        var status = new AuthStatus(shell, target);
        return server == null
                ? status.show(seen, stored(target), TextOrJson.isJson(output))
                : status.one(seen, server, TextOrJson.isJson(output));
    }

    @Command(name = "whoami", description = "Show who is logged in.", sortOptions = false)
    int whoami(
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FORMAT",
                            defaultValue = "text",
                            description = "text or json.")
                    String output) {
        var target = endpoint();
        var token = stored(target)
                .orElseThrow(() -> new CommandFailure(
                        "Not authenticated to " + target + "\n\nTo authenticate, run:\n  muster auth login --endpoint "
                                + target,
                        ExitCode.AUTHENTICATION_REQUIRED));
        new AuthStatus(shell, target).identity(token, TextOrJson.isJson(output));
        return ExitCode.SUCCESS;
    }

    @Command(name = "refresh", description = "Renew a login now, without a browser.", sortOptions = false)
    int refresh() {
        new AuthRefresh(shell, this::say).run(endpoint());
        return ExitCode.SUCCESS;
    }

    private Endpoint endpoint() {
        var flags = new EndpointFlags(
                Optional.ofNullable(endpoint), Optional.ofNullable(context), Optional.ofNullable(configPath));
        return new Endpoints(shell.console().environment()).resolve(flags);
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
        if (!quiet) {
            shell.console().println(line);
        }
    }
}
