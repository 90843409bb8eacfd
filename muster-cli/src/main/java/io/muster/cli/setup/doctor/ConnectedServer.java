package io.muster.cli.setup.doctor;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.Endpoint;
import io.muster.cli.client.ServerConnector;
import io.muster.cli.client.ServerTools;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The server at an endpoint, asked over MCP. Not for use by several threads. */
public final class ConnectedServer implements RunningServer, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");
    private static final String AGGREGATE = "/mcp";

    private final Endpoint endpoint;
    private final ServerConnector connector;
    private @Nullable McpClient client;

    public ConnectedServer(Endpoint endpoint, ServerConnector connector) {
        this.endpoint = endpoint;
        this.connector = connector;
    }

    @Override
    public Contact contact() throws InterruptedException {
        var start = System.nanoTime();
        try {
            client = connector.connectForCalls(endpoint, connector.credentials(endpoint));
            var hello = client.hello();
            return new Contact.Answers(
                    hello.serverInfo().text("name", "server"),
                    hello.serverInfo().text("version", ""),
                    hello.revision().date(),
                    since(start));
        } catch (ConnectionFailure e) {
            return switch (e.kind()) {
                case UNREACHABLE -> new Contact.Silent();
                case AUTHENTICATION_REQUIRED, AUTHENTICATION_FAILED -> new Contact.NeedsLogin();
                case NO_ENDPOINT -> new Contact.Unknown(String.valueOf(e.getMessage()));
                case NOT_RESPONDING -> new Contact.Strange(String.valueOf(e.getMessage()));
            };
        }
    }

    @Override
    public Optional<List<Backend>> backends() throws InterruptedException {
        if (client == null) {
            throw new IllegalStateException("there is no contact");
        }
        var arguments =
                JsonObject.builder().put("showAll", true).put("verbose", true).build();
        try {
            return list(new ServerTools(client).call("core_mcpserver_list", arguments, connector.within(LIMIT)));
        } catch (McpTransportException noAnswer) {
            return Optional.empty();
        }
    }

    private static Optional<List<Backend>> list(CallToolResult result) {
        if (result.isError()
                || result.content().isEmpty()
                || !(result.content().getFirst() instanceof JsonObject item)) {
            return Optional.empty();
        }
        try {
            return Json.parse(item.text("text", "")) instanceof JsonObject answer
                    ? answer.array("mcpServers")
                            .map(servers -> servers.values().stream()
                                    .filter(JsonObject.class::isInstance)
                                    .map(server -> backend((JsonObject) server))
                                    .toList())
                    : Optional.empty();
        } catch (JsonException otherText) {
            return Optional.empty();
        }
    }

    private static Backend backend(JsonObject server) {
        return new Backend(server.text("name", ""), server.text("state", ""), server.text("error", ""));
    }

    @Override
    public Visit visit(String name) throws InterruptedException {
        var address = endpoint.uri().toString();
        if (!address.endsWith(AGGREGATE) || !NAME.matcher(name).matches()) {
            return new Visit.NotOffered();
        }
        var base = address.substring(0, address.length() - AGGREGATE.length());
        var direct = Endpoint.of(base + "/servers/" + name + AGGREGATE, Optional.empty());
        var start = System.nanoTime();
        try (var visited = connector.connectForCalls(direct, connector.credentials(endpoint))) {
            var tools = ToolCount.of(visited, connector.within(LIMIT));
            return new Visit.Answered(visited.hello().revision().date(), tools, since(start));
        } catch (ConnectionFailure e) {
            return e.getCause() instanceof McpTransportException cause && isAbsence(cause.fault())
                    ? new Visit.NotOffered()
                    : new Visit.Mute(String.valueOf(e.getMessage()));
        } catch (McpTransportException e) {
            return new Visit.Mute(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isAbsence(Fault fault) {
        return fault instanceof Fault.SessionLost || fault.equals(new Fault.HttpStatus(404));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
