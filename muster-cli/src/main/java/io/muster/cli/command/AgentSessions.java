package io.muster.cli.command;

import io.muster.cli.bridge.Bridge;
import io.muster.cli.bridge.Connections;
import io.muster.cli.bridge.Destination;
import io.muster.cli.bridge.Monitor;
import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.Endpoint;
import io.muster.cli.format.OutputFormat;
import io.muster.cli.http.SocketClient;
import io.muster.cli.repl.Place;
import io.muster.cli.repl.Places;
import io.muster.cli.repl.PlainScreen;
import io.muster.cli.repl.Repl;
import io.muster.cli.repl.Screen;
import io.muster.cli.repl.terminal.TerminalScreen;
import io.muster.wire.time.SystemScheduler;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a bridge or a monitor to its end, with the surroundings of the process.
 *
 * @param silent whether logins are renewed without a window where that is possible
 */
record AgentSessions(Shell shell, AgentFlags flags, boolean silent) {
    /** Serves an IDE until it closes standard input. Whatever else would print there is sent to standard error. */
    void bridge(Destination destination) throws InterruptedException {
        System.setOut(System.err);
        var clock = shell.clock();
        try (var scheduler = new SystemScheduler();
                var http = new SocketClient(scheduler, clock)) {
            var logins = AgentLogins.of(shell, flags, silent, http, scheduler);
            try (var bridge = new Bridge(
                            shell.program().version().number(),
                            logins.withDesk(destination),
                            logins.http(),
                            flags.limit(),
                            scheduler,
                            clock,
                            new SecureRandom());
                    var _ = shell.program().atSignal(bridge::close)) {
                bridge.serve(shell.console().in(), new FileOutputStream(FileDescriptor.out));
            }
        }
    }

    /** Shows what happens until the process is told to stop. */
    void monitor(Endpoint endpoint) throws InterruptedException {
        try {
            monitor(AgentCommand.destination(endpoint, flags));
        } catch (ConnectionFailure failure) {
            if (!onDemand(false).helps(endpoint, failure)) {
                throw failure;
            }
            monitor(AgentCommand.destination(endpoint, flags));
        }
    }

    private LoginOnDemand onDemand(boolean quiet) {
        return new LoginOnDemand(shell, flags.authMode(shell.console().environment()), silent, quiet);
    }

    private void monitor(Destination destination) throws InterruptedException {
        var clock = shell.clock();
        var color = shell.console().hasColor() && !flags.isColorless();
        var style = new Monitor.Style(color, flags.isVerbose(), flags.isJsonRpc(), ZoneId.systemDefault());
        try (var scheduler = new SystemScheduler();
                var http = new SocketClient(scheduler, clock)) {
            var logins = AgentLogins.of(shell, flags, silent, http, scheduler);
            try (var monitor = new Monitor(
                            shell.program().version().number(),
                            logins.with(destination),
                            logins.http(),
                            style,
                            shell.console().out(),
                            scheduler,
                            clock,
                            new SecureRandom());
                    var _ = shell.program().atSignal(monitor::interrupted)) {
                monitor.run();
            }
        }
    }

    /** Serves a person until that one leaves, or carries out what a pipe says. */
    int repl(Endpoint endpoint, OutputFormat format, boolean quiet) throws InterruptedException {
        try {
            return session(endpoint, format, quiet);
        } catch (ConnectionFailure failure) {
            if (!onDemand(quiet).helps(endpoint, failure)) {
                throw failure;
            }
            return session(endpoint, format, quiet);
        }
    }

    private int session(Endpoint endpoint, OutputFormat format, boolean quiet) throws InterruptedException {
        var clock = shell.clock();
        try (var scheduler = new SystemScheduler();
                var http = new SocketClient(scheduler, clock)) {
            var logins = AgentLogins.of(shell, flags, silent, http, scheduler);
            var places = new Places(
                    shell.console().environment(),
                    other -> logins.with(AgentCommand.destination(other, flags)),
                    (place, refusal) -> isDoorOpen(place, refusal, quiet));
            var start = new Place(logins.with(AgentCommand.destination(endpoint, flags)), endpoint.context());
            var options = new Repl.Options(start, format, flags.limit(), quiet, flags.isVerbose(), flags.isJsonRpc());
            var version = shell.program().version().number();
            var connections = new Connections(version, logins.http(), scheduler, clock, new SecureRandom());
            try (var repl = new Repl(options, screen(), connections, places);
                    var _ = shell.program().atSignal(repl::close)) {
                return repl.run() ? ExitCode.SUCCESS : ExitCode.ERROR;
            }
        }
    }

    /** In the middle of a session nobody is asked in a way that the terminal does not know of. */
    private boolean isDoorOpen(Place place, ConnectionFailure refusal, boolean quiet) throws InterruptedException {
        var door = onDemand(quiet);
        var endpoint = Endpoint.of(place.destination().endpoint().toString(), place.context());
        return door.mode().kind() != AuthMode.Kind.PROMPT && door.helps(endpoint, refusal);
    }

    private Screen screen() {
        var console = shell.console();
        return console.terminal()
                ? TerminalScreen.ofProcess(console.hasColor() && !flags.isColorless(), history(console.environment()))
                : new PlainScreen(console.in(), console.out(), console.err());
    }

    /** Beside the contexts; nowhere when there is no home. */
    private static Optional<Path> history(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("HOME"))
                .filter(home -> !home.isEmpty())
                .map(home -> Path.of(home, ".config", "muster", ".state", "repl_history"));
    }
}
