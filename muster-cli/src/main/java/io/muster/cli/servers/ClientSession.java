package io.muster.cli.servers;

import io.muster.cli.client.ServerTools;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.InstantSource;

/** The session that belongs to a connection. */
public record ClientSession(McpClient client, InstantSource clock) implements Session {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** A login looks for the authorization server first. */
    private static final Duration TOOL_LIMIT = Duration.ofSeconds(60);

    @Override
    public SessionStatus status() throws InterruptedException {
        var envelope = Envelope.of(client.hello().revision());
        var call = new McpCall(envelope, "resources/read", JsonObject.of("uri", SessionStatus.URI));
        try {
            return switch (client.call(call, ReplyChannel.NONE, Deadline.after(LIMIT, clock))) {
                case McpOutcome.Complete(var answer) -> SessionStatus.of(answer);
                case McpOutcome.Failed(var error) -> throw new StatusUnavailable(error.message());
                case McpOutcome.InputRequired _ -> throw new StatusUnavailable("the server asks a question");
            };
        } catch (McpTransportException e) {
            throw new StatusUnavailable(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public CallToolResult call(String tool, JsonObject arguments) throws InterruptedException {
        try {
            return new ServerTools(client).call(tool, arguments, Deadline.after(TOOL_LIMIT, clock));
        } catch (McpTransportException e) {
            throw new StatusUnavailable(String.valueOf(e.getMessage()), e);
        }
    }
}
