package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.Endpoint;
import io.muster.cli.client.EndpointFlags;
import io.muster.cli.client.Endpoints;
import io.muster.cli.client.ServerConnector;
import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFiles;
import io.muster.wire.json.JsonObject;
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
        var refused = refusal(target);
        if (refused.isPresent()) {
            new LoginDialog(shell, this::say, !noBrowser, silent && !noSilent)
                    .run(target, refused.get().challenges());
        } else if (stored(target).isPresent()) {
            say("Already authenticated to " + target);
        } else {
            say("No authentication required for " + target);
        }
        if (server != null) {
            return logInBehind(server);
        }
        if (all) {
            say("To log in to a server behind Muster, run: muster auth login --server <name>");
        }
        return ExitCode.SUCCESS;
    }

    /** Muster itself knows what a login to a server takes, and says it. */
    private int logInBehind(String server) throws InterruptedException {
        try (var conversation = Conversation.open(shell, commonFlags())) {
            conversation.show("core_auth_login", JsonObject.of("server", server), Conversation.SHORT);
        }
        return ExitCode.SUCCESS;
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
            try (var conversation = Conversation.open(shell, commonFlags())) {
                conversation.show("core_auth_logout", JsonObject.of("server", server), Conversation.SHORT);
            }
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
        if (server != null) {
            return statusBehind(target, server);
        }
        return new AuthStatus(shell, target).show(failure(target), stored(target), TextOrJson.isJson(output));
    }

    private int statusBehind(Endpoint target, String server) throws InterruptedException {
        if (refusal(target).isPresent()) {
            throw new CommandFailure(
                    "not authenticated to aggregator. Run 'muster auth login' first", ExitCode.AUTHENTICATION_REQUIRED);
        }
        try (var conversation = Conversation.open(shell, commonFlags())) {
            conversation.show("core_service_status", JsonObject.of("name", server), Conversation.SHORT);
        }
        return ExitCode.SUCCESS;
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

    private CommonFlags commonFlags() {
        var flags = new CommonFlags();
        flags.endpoint = endpoint;
        flags.context = context;
        flags.configPath = configPath;
        flags.quiet = quiet;
        flags.auth = "none";
        return flags;
    }

    private Optional<StoredToken> stored(Endpoint target) {
        return TokenFiles.of(shell.console().environment()).read(new ServerUrl(target.toString()));
    }

    /** Why the server does not talk to us, when it does not. */
    private Optional<ConnectionFailure> failure(Endpoint target) throws InterruptedException {
        try (var connector = new ServerConnector(
                        "muster-cli",
                        shell.program().version().number(),
                        shell.console().environment());
                var _ = connector.connectForCalls(target, connector.credentials(target))) {
            return Optional.empty();
        } catch (ConnectionFailure failure) {
            return Optional.of(failure);
        }
    }

    /** The same when it is that nobody is logged in; other reasons end the command. */
    private Optional<ConnectionFailure> refusal(Endpoint target) throws InterruptedException {
        var failure = failure(target);
        if (failure.isPresent() && failure.get().kind() != ConnectionFailure.Kind.AUTHENTICATION_REQUIRED) {
            throw failure.get();
        }
        return failure;
    }

    private void say(String line) {
        if (!quiet) {
            shell.console().println(line);
        }
    }
}
