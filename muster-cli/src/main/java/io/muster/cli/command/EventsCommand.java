package io.muster.cli.command;

import io.muster.cli.format.EventLine;
import io.muster.cli.format.Suggestion;
import io.muster.cli.syntax.Flag;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.ServerListener;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** {@code muster events}: what happened, and with {@code -f} what happens. */
final class EventsCommand implements Command {
    private static final long DEFAULT_LIMIT = 50;
    private static final Map<String, String> RESOURCE_TYPES = Map.of("mcpserver", "MCPServer", "workflow", "Workflow");
    private static final Map<String, String> EVENT_TYPES = Map.of("normal", "Normal", "warning", "Warning");

    private final Syntax syntax = Syntax.of("events", "Show events of MCP servers and workflows.");
    private final CommonFlags flags = new CommonFlags(syntax);
    private final Setting<String> resourceType =
            syntax.text("--resource-type", "TYPE", "Of this type only: mcpserver or workflow.");
    private final Setting<String> resourceName = syntax.text("--resource-name", "NAME", "Of this resource only.");
    private final Setting<String> namespace = syntax.text("--namespace", "NAMESPACE", "In this namespace only.");
    private final Setting<String> type = syntax.text("--type", "TYPE", "Normal or Warning only.");
    private final Setting<String> since =
            syntax.text("--since", "TIME", "Not older: how long ago (90m, 1h30m), or a time (2026-01-31, RFC 3339).");
    private final Setting<String> until = syntax.text("--until", "TIME", "Not newer; as --since.");
    private final Setting<Long> limit =
            syntax.number("--limit", "N", "At most so many, the newest (default: 50; 0: all).");
    private final Flag follow = syntax.flag("-f, --follow", "Go on with new events until Ctrl-C.");

    private final Shell shell;

    EventsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() throws InterruptedException {
        var arguments = arguments();
        if (follow.isSet()) {
            follow(arguments.with("follow", true));
        } else {
            try (var server = Conversation.open(shell, flags)) {
                server.show("core_events", arguments, Conversation.SHORT);
            }
        }
        return ExitCode.SUCCESS;
    }

    private JsonObject arguments() {
        var most = limit.orElse(DEFAULT_LIMIT);
        if (most < 0) {
            throw new CommandFailure("limit must be a positive number, got " + most);
        }
        var times = new TimeArgument(shell.clock());
        var arguments = JsonObject.builder()
                .putTextIfPresent(
                        "resourceType",
                        resourceType.value().map(word -> one(word, RESOURCE_TYPES, "resource", "mcpserver, workflow")))
                .putTextIfPresent("resourceName", resourceName.value())
                .putTextIfPresent("namespace", namespace.value())
                .putTextIfPresent(
                        "eventType", type.value().map(word -> one(word, EVENT_TYPES, "event", "Normal, Warning")))
                .putTextIfPresent("since", since.value().map(word -> times.instant("--since", word)))
                .putTextIfPresent("until", until.value().map(word -> times.instant("--until", word)));
        if (most > 0) {
            arguments.put("limit", most);
        }
        return arguments.build();
    }

    private static String one(String given, Map<String, String> known, String what, String valid) {
        var value = known.get(given.toLowerCase(Locale.ROOT));
        if (value == null) {
            throw new CommandFailure("invalid " + what + " type '" + given + "'. Valid types: " + valid
                    + Suggestion.of(given, List.of(valid.split(", "))));
        }
        return value;
    }

    private void follow(JsonObject arguments) throws InterruptedException {
        var console = shell.console();
        BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
        try (var server = Conversation.openEndless(shell, flags, new Ear(heard))) {
            note("Streaming events (press Ctrl+C to stop)...");
            var line = new EventLine(server.format(), console.hasColor());
            var backlog = server.require("core_events", arguments, Conversation.SHORT);
            Conversation.json(backlog)
                    .filter(JsonArray.class::isInstance)
                    .map(events -> ((JsonArray) events).values().reversed())
                    .orElse(List.<JsonValue>of())
                    .forEach(event -> console.print(line.of(event)));
            note("--- following new events ---");
            while (!console.isClosed()) {
                switch (heard.take()) {
                    case Heard.Event(var event) -> console.print(line.of(event));
                    case Heard.Lost _ -> throw new CommandFailure("the connection to the server is lost");
                }
            }
        } catch (InterruptedException stopped) {
            note("Stopped following events.");
        }
    }

    private void note(String text) {
        if (!flags.isQuiet()) {
            shell.console().note(text);
        }
    }

    private sealed interface Heard {
        record Event(JsonObject event) implements Heard {}

        record Lost() implements Heard {}
    }

    private record Ear(BlockingQueue<Heard> heard) implements ServerListener {
        @Override
        public void notified(Message.Notification notification) {
            if (notification.method().equals("notifications/muster/event")) {
                heard.add(new Heard.Event(notification.params()));
            }
        }

        @Override
        public McpOutcome asked(Message.Request request) {
            return new McpOutcome.Failed(McpError.methodNotFound("the command line cannot be asked"));
        }

        @Override
        public void disconnected(McpTransportException cause) {
            heard.add(new Heard.Lost());
        }
    }
}
