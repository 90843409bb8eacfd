package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.Endpoint;
import io.muster.cli.client.Endpoints;
import io.muster.cli.client.ServerConnector;
import io.muster.cli.client.ServerTools;
import io.muster.cli.format.OutputFormat;
import io.muster.cli.format.Results;
import io.muster.cli.format.Text;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.ServerListener;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** One command's conversation with the server: calls of tools, and their results on the console. */
final class Conversation implements AutoCloseable {
    /** For what the server answers from memory. */
    static final Duration SHORT = Duration.ofSeconds(30);

    private static final String CORE = "core_";

    /** For tools and workflows, which take the time they need. */
    static final Duration LONG = Duration.ofMinutes(5);

    private final Console console;
    private final CommonFlags flags;
    private final OutputFormat format;
    private final Endpoint endpoint;
    private final ServerConnector connector;
    private final McpClient client;
    private final Interruption interruption;

    private Conversation(
            Console console,
            CommonFlags flags,
            OutputFormat format,
            Endpoint endpoint,
            ServerConnector connector,
            McpClient client,
            Interruption interruption) {
        this.console = console;
        this.flags = flags;
        this.format = format;
        this.endpoint = endpoint;
        this.connector = connector;
        this.client = client;
        this.interruption = interruption;
    }

    /** Connects; flags are checked before. */
    static Conversation open(Shell shell, CommonFlags flags) throws InterruptedException {
        return open(
                shell,
                flags,
                false,
                (connector, endpoint) -> connector.connectForCalls(endpoint, connector.credentials(endpoint)));
    }

    /** The same for one that also hears what the server says by itself, until Ctrl-C ends it. */
    static Conversation openEndless(Shell shell, CommonFlags flags, ServerListener listener)
            throws InterruptedException {
        return open(
                shell,
                flags,
                true,
                (connector, endpoint) -> connector.connect(endpoint, connector.credentials(endpoint), listener));
    }

    private interface Dial {
        McpClient connect(ServerConnector connector, Endpoint endpoint) throws InterruptedException;
    }

    private static Conversation open(Shell shell, CommonFlags flags, boolean endless, Dial dial)
            throws InterruptedException {
        var console = shell.console();
        flags.checkAuth();
        var format = flags.format(console.environment());
        var endpoint = new Endpoints(console.environment()).resolve(flags.endpointFlags());
        try {
            return connected(shell, flags, format, endpoint, endless, dial);
        } catch (ConnectionFailure refused) {
            if (!LoginOnDemand.of(shell, flags).helps(endpoint, refused)) {
                throw refused;
            }
            return connected(shell, flags, format, endpoint, endless, dial);
        }
    }

    private static Conversation connected(
            Shell shell, CommonFlags flags, OutputFormat format, Endpoint endpoint, boolean endless, Dial dial)
            throws InterruptedException {
        var console = shell.console();
        var connector =
                new ServerConnector("muster-cli", shell.program().version().number(), console.environment());
        var interruption = new Interruption(endless);
        var connected = false;
        try (var _ =
                Progress.begin(console, connector.scheduler(), flags.isQuiet(), "Connecting to muster server...")) {
            var client = dial.connect(connector, endpoint);
            connected = true;
            return new Conversation(console, flags, format, endpoint, connector, client, interruption);
        } finally {
            if (!connected) {
                interruption.close();
                connector.close();
            }
        }
    }

    OutputFormat format() {
        return format;
    }

    Results results() {
        return new Results(format, console.style(flags.hasHeaders()));
    }

    /** Calls a tool; its own failure is a result. */
    CallToolResult call(String tool, JsonObject arguments, Duration limit) throws InterruptedException {
        debug("call " + tool + " " + Json.text(arguments));
        try (var _ = Progress.begin(console, connector.scheduler(), flags.isQuiet(), "Executing command...")) {
            var result = new ServerTools(client).call(tool, arguments, connector.within(limit));
            debug("result " + Json.text(result.json()));
            return result;
        } catch (McpTransportException e) {
            if (e.fault() instanceof McpTransportException.Fault.TimedOut) {
                throw new CommandFailure(tool + " did not end within " + limit.toSeconds() + " seconds", e);
            }
            throw connector.reason(endpoint, e);
        }
    }

    /** Calls a tool that must succeed. */
    CallToolResult require(String tool, JsonObject arguments, Duration limit) throws InterruptedException {
        var result = call(tool, arguments, limit);
        if (result.isError()) {
            throw new CommandFailure(isOffered(tool) ? message(tool, result) : notOffered(tool));
        }
        return result;
    }

    /** Whether the server has a tool of its own; of others it says itself what is wrong. */
    private boolean isOffered(String tool) throws InterruptedException {
        return !tool.startsWith(CORE)
                || !call("describe_tool", JsonObject.of("name", tool), SHORT).isError();
    }

    private String notOffered(String tool) {
        var topic = tool.startsWith(CORE + "workflow_") ? "workflows" : "this command";
        return "the server at " + endpoint + " has no tools for " + topic + " (" + tool + ")";
    }

    /** Calls a tool that must succeed, and shows what it answers. */
    void show(String tool, JsonObject arguments, Duration limit) throws InterruptedException {
        show(require(tool, arguments, limit));
    }

    /** Shows all that a result holds. */
    void show(CallToolResult result) {
        if (result.content().isEmpty() && !flags.isQuiet()) {
            console.println(format.isData() ? results().data(JsonObject.EMPTY).strip() : "No results");
        }
        for (var item : result.content()) {
            console.print(results().text(text(item)));
        }
    }

    /** What a result that is a failure says. */
    static String message(String tool, CallToolResult result) {
        var text = result.content().stream().map(Conversation::text).collect(Collectors.joining("\n"));
        return Text.visible(text.isBlank() ? tool + " failed without saying why" : text.strip());
    }

    /** The first text of a result, if it is JSON. */
    static Optional<JsonValue> json(CallToolResult result) {
        try {
            return result.content().stream().findFirst().map(item -> Json.parse(text(item)));
        } catch (JsonException plainText) {
            return Optional.empty();
        }
    }

    private static String text(JsonValue item) {
        if (!(item instanceof JsonObject object)) {
            return "";
        }
        var type = object.text("type", "text");
        return object.text("text")
                .orElseGet(() -> "[" + type
                        + object.text("mimeType").map(mime -> " " + mime).orElse("") + "]");
    }

    private void debug(String line) {
        if (flags.isDebug()) {
            console.note("debug: " + Text.visible(line));
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } finally {
            interruption.close();
            connector.close();
        }
    }
}
