package io.muster.cli.repl;

import io.muster.cli.argument.ArgumentFailure;
import io.muster.cli.bridge.Connections;
import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.context.ContextFailure;
import io.muster.cli.format.OutputFormat;
import io.muster.cli.format.Suggestion;
import io.muster.cli.format.Tone;
import io.muster.cli.login.BrowserLauncher;
import io.muster.cli.servers.SignIn;
import io.muster.cli.servers.StatusUnavailable;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An interactive session with a Muster: reads commands until the person leaves or the input ends. Outlives restarts of the
 * server.
 */
public final class Repl implements AutoCloseable {
    private static final Duration GLANCE = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(Repl.class);

    private final Screen screen;
    private final Output out;
    private final Options options;
    private final Server server;
    private final Listings listings;
    private final Notices notices;
    private final Trace trace;
    private final Answers answers;
    private final Places places;
    private final CommandSet commands;
    private volatile Place place;
    private volatile @Nullable Turn turn;
    private boolean failed;

    /**
     * How a session is.
     *
     * @param start where it begins
     * @param format of results, to begin with
     * @param limit of each call
     * @param quiet whether only results and failures are shown
     * @param verbose whether notifications for programs are shown, too
     * @param jsonRpc whether messages are shown in full
     */
    public record Options(
            Place start,
            OutputFormat format,
            Optional<Duration> limit,
            boolean quiet,
            boolean verbose,
            boolean jsonRpc) {}

    public Repl(Options options, Screen screen, Connections connections, Places places) {
        this.options = options;
        this.screen = screen;
        this.place = options.start();
        this.places = places;
        this.out = new Output(screen, options.format(), options.quiet());
        this.trace = new Trace(screen, options.jsonRpc());
        this.answers = new Answers(out, screen.isInteractive(), () -> Optional.ofNullable(turn));
        var events = new Events();
        this.server = new Server(connections, options.limit(), trace, events);
        this.listings = new Listings(server, out, connections.scheduler(), GLANCE);
        this.notices = new Notices(out, options.verbose(), connections.clock(), connections.scheduler());
        this.commands = commands(new Desk(server, listings, out, new InCall(events)));
        var signIn = new SignIn(connections.scheduler(), connections.clock());
        commands.add(new AuthCommand(server, signIn, BrowserLauncher.of(places.environment()), out));
    }

    private CommandSet commands(Desk desk) {
        var set = new CommandSet();
        set.add(new HelpCommand(set::abouts, out));
        set.add(new ListCommand(desk));
        set.add(new DescribeCommand(desk));
        set.add(new CallCommand(desk));
        set.add(new GetCommand(desk));
        set.add(new PromptCommand(desk));
        set.add(new FilterCommand(desk));
        set.add(new WorkflowCommand(desk));
        set.add(new ContextCommand(places, new Moves(), out));
        set.add(new NotificationsCommand(notices, out));
        set.add(new OutputCommand(out));
        return set;
    }

    /**
     * Runs the session to its end.
     *
     * @return whether all commands of a session without a person succeeded
     * @throws ConnectionFailure when there is no connection to begin with
     */
    public boolean run() throws InterruptedException {
        server.connect(place.destination(), screen.isInteractive() || options.verbose() ? out::hint : _ -> {});
        screen.onInterrupt(this::interrupted);
        if (screen.isInteractive()) {
            out.hint("MCP REPL started with notification support. Type 'help' for available commands. "
                    + "Use TAB for completion.");
            screen.assist(commands);
            listings.refresh();
        }
        while (true) {
            var required = !listings.known().loginRequired().isEmpty();
            switch (screen.read(new Prompt(place.context(), required))) {
                case Input.End _ -> {
                    return ended();
                }
                case Input.Interrupted(var empty) -> {
                    if (empty) {
                        out.hint("To leave, press Ctrl-D or type exit.");
                    }
                }
                case Input.Line(var text) -> {
                    if (!execute(Words.of(text))) {
                        return ended();
                    }
                }
            }
        }
    }

    private boolean ended() {
        if (screen.isInteractive()) {
            out.hint("Goodbye!");
        }
        return screen.isInteractive() || !failed;
    }

    /** Whether the session goes on. */
    private boolean execute(Words line) throws InterruptedException {
        var words = line.given();
        if (words.isEmpty() || words.getFirst().text().startsWith("#")) {
            return true;
        }
        var name = words.getFirst().text();
        if (CommandSet.isExit(name)) {
            return false;
        }
        var command = commands.find(name);
        if (command.isEmpty()) {
            fail("unknown command: " + name + Suggestion.of(name, commands.names())
                    + ". Type 'help' for available commands");
        } else if (line.open()) {
            fail("a quote or bracket is not closed");
        } else {
            perform(command.get(), line);
        }
        return true;
    }

    private void perform(ReplCommand command, Words line) throws InterruptedException {
        var now = new Turn(() -> command.run(line));
        turn = now;
        try {
            now.play(screen.isInteractive() ? new Elicitation(screen) : answers::unanswered)
                    .ifPresent(this::explain);
        } finally {
            turn = null;
        }
        if (screen.isInteractive()) {
            out.hint("");
        }
    }

    private void explain(Exception failure) {
        switch (failure) {
            case InterruptedException _ -> {
                failed = true;
                out.notice(Tone.WARNING, "Cancelled.");
            }
            case SessionFailure e -> fail(String.valueOf(e.getMessage()));
            case ArgumentFailure e -> fail(String.valueOf(e.getMessage()));
            case ContextFailure e -> fail(String.valueOf(e.getMessage()));
            case ConnectionFailure e -> fail(String.valueOf(e.getMessage()));
            case StatusUnavailable e -> fail(String.valueOf(e.getMessage()));
            default -> {
                log.atError().setCause(failure).log("a command of the session failed unexpectedly");
                fail("unexpected: " + failure);
            }
        }
    }

    private void fail(String message) {
        failed = true;
        out.failure("Error: " + message);
    }

    private void interrupted() {
        var running = turn;
        if (running != null) {
            running.cancel();
        }
    }

    /** Stops what runs, hangs up, and leaves the terminal as it was. */
    @Override
    public void close() {
        interrupted();
        server.close();
        screen.close();
    }

    /** What the server in use says outside of calls. */
    private final class Events implements Server.Listener {
        @Override
        public void connectedAgain() {
            out.notice(Tone.GOOD, "Connected again to " + place.destination() + ".");
            if (screen.isInteractive()) {
                listings.refresh();
            }
        }

        @Override
        public void lost(String reason) {
            out.notice(Tone.WARNING, reason);
        }

        @Override
        public void notified(Message.Notification notification) {
            trace.notification(notification.method(), notification.params());
            if (notification.method().endsWith("/list_changed") && screen.isInteractive()) {
                listings.refresh();
            }
            notices.hear(notification);
        }

        @Override
        public McpOutcome asked(String method, JsonObject params) throws InterruptedException {
            return answers.to(method, params);
        }
    }

    /** Where the session is. */
    private final class Moves implements ContextCommand.Whereabouts {
        @Override
        public Place now() {
            return place;
        }

        @Override
        public void go(Place target) throws InterruptedException {
            if (!target.destination().endpoint().equals(place.destination().endpoint())) {
                connect(target);
                listings.forget();
                if (screen.isInteractive()) {
                    listings.refresh();
                }
            }
            place = target;
        }

        private void connect(Place target) throws InterruptedException {
            try {
                server.connect(target.destination(), _ -> {});
            } catch (ConnectionFailure refusal) {
                if (!places.door().isOpen(target, refusal)) {
                    throw refusal;
                }
                out.hint("Retrying connection...");
                server.connect(target.destination(), _ -> {});
            }
        }
    }
}
