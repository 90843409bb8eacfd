package io.muster.cli.client;

import io.muster.mcp.CallToolResult;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.client.McpClient;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.util.Optional;
import java.util.Set;

/**
 * The tools of a connected server under their own names: the meta-tools directly, all others through {@code call_tool},
 * whose envelope is taken off.
 */
public final class ServerTools {
    private static final Set<String> META = Set.of(
            "list_tools",
            "describe_tool",
            "list_core_tools",
            "filter_tools",
            "call_tool",
            "list_resources",
            "describe_resource",
            "get_resource",
            "list_prompts",
            "describe_prompt",
            "get_prompt");

    /** The same for all calls, as the connection makes it unique. */
    private static final JsonNumber TOKEN = JsonNumber.of(1);

    private final McpClient client;
    private final ReplyChannel reply;

    public ServerTools(McpClient client) {
        this(client, ReplyChannel.NONE);
    }

    /** @param reply hears of the progress of calls, and what the server asks in their course */
    public ServerTools(McpClient client, ReplyChannel reply) {
        this.client = client;
        this.reply = reply;
    }

    /** Whether a Muster shows the tool natively, and describes it nowhere else. */
    public static boolean isMeta(String tool) {
        return META.contains(tool);
    }

    /**
     * Calls the tool; its own failure is a result with {@code isError}, and so is a protocol error.
     *
     * @throws io.muster.mcp.client.McpTransportException when there was no answer
     */
    public CallToolResult call(String tool, JsonObject arguments, Deadline deadline) throws InterruptedException {
        if (META.contains(tool)) {
            return direct(tool, arguments, deadline);
        }
        var wrapped = JsonObject.builder()
                .put("name", tool)
                .put("arguments", arguments)
                .build();
        return unwrapped(direct("call_tool", wrapped, deadline));
    }

    private CallToolResult direct(String tool, JsonObject arguments, Deadline deadline) throws InterruptedException {
        var params = JsonObject.builder()
                .put("name", tool)
                .put("arguments", arguments)
                .build();
        var envelope = Envelope.of(client.hello().revision());
        var hearing = reply == ReplyChannel.NONE ? envelope : envelope.withProgressToken(Optional.of(TOKEN));
        return switch (client.call(new McpCall(hearing, "tools/call", params), reply, deadline)) {
            case McpOutcome.Complete(var result) -> new CallToolResult(result);
            case McpOutcome.Failed(var error) -> CallToolResult.failure(error.message());
            case McpOutcome.InputRequired _ ->
                CallToolResult.failure("the tool asks a question, which this program cannot answer");
        };
    }

    /** The inner result; an answer that is no envelope, such as an error about the arguments, is a result itself. */
    private static CallToolResult unwrapped(CallToolResult outer) {
        return firstText(outer)
                .flatMap(ServerTools::object)
                .filter(envelope -> envelope.array("content").isPresent())
                .map(CallToolResult::new)
                .orElse(outer);
    }

    private static Optional<String> firstText(CallToolResult result) {
        return result.content().stream()
                .findFirst()
                .filter(JsonObject.class::isInstance)
                .flatMap(item -> ((JsonObject) item).text("text"));
    }

    private static Optional<JsonObject> object(String text) {
        try {
            return Json.parse(text) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (JsonException plainText) {
            return Optional.empty();
        }
    }
}
