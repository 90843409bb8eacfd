package io.muster.cli.command;

import io.muster.cli.format.EventLine;
import io.muster.cli.format.Suggestion;
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
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster events}: what happened, and with {@code -f} what happens. */
@Command(name = "events", description = "Show events of MCP servers and workflows.", sortOptions = false)
final class EventsCommand implements Callable<Integer> {
    private static final Map<String, String> RESOURCE_TYPES = Map.of("mcpserver", "MCPServer", "workflow", "Workflow");
    private static final Map<String, String> EVENT_TYPES = Map.of("normal", "Normal", "warning", "Warning");

    private final Shell shell;

    @Mixin
    CommonFlags flags = new CommonFlags();

    @Option(names = "--resource-type", paramLabel = "TYPE", description = "Of this type only: mcpserver or workflow.")
    @Nullable
    String resourceType;

    @Option(names = "--resource-name", paramLabel = "NAME", description = "Of this resource only.")
    @Nullable
    String resourceName;

    @Option(names = "--namespace", paramLabel = "NAMESPACE", description = "In this namespace only.")
    @Nullable
    String namespace;

    @Option(names = "--type", paramLabel = "TYPE", description = "Normal or Warning only.")
    @Nullable
    String type;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Not older: how long ago (90m, 1h30m), or a time (2026-01-31, RFC 3339).")
    @Nullable
    String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Not newer; as --since.")
    @Nullable
    String until;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many, the newest (default: 50; 0: all).")
    long limit = 50;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new events until Ctrl-C.")
    boolean follow;

    EventsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        var arguments = arguments();
        if (follow) {
            follow(arguments.with("follow", true));
        } else {
            try (var server = Conversation.open(shell, flags)) {
                server.show("core_events", arguments, Conversation.SHORT);
            }
        }
        return ExitCode.SUCCESS;
    }

    private JsonObject arguments() {
        if (limit < 0) {
            throw new CommandFailure("limit must be a positive number, got " + limit);
        }
        var times = new TimeArgument(shell.clock());
        var arguments = JsonObject.builder();
        if (resourceType != null) {
            arguments.put("resourceType", one(resourceType, RESOURCE_TYPES, "resource", "mcpserver, workflow"));
        }
        put(arguments, "resourceName", resourceName);
        put(arguments, "namespace", namespace);
        if (type != null) {
            arguments.put("eventType", one(type, EVENT_TYPES, "event", "Normal, Warning"));
        }
        put(arguments, "since", since == null ? null : times.instant("--since", since));
        put(arguments, "until", until == null ? null : times.instant("--until", until));
        if (limit > 0) {
            arguments.put("limit", limit);
        }
        return arguments.build();
    }

    private static void put(JsonObject.Builder arguments, String name, @Nullable String value) {
        if (value != null) {
            arguments.put(name, value);
        }
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
        if (!flags.quiet) {
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
