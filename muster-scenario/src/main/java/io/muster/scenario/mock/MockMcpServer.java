package io.muster.scenario.mock;

import io.muster.mcp.CallToolResult;
import io.muster.mcp.ClientChannel;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpRejection;
import io.muster.mcp.McpServer;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import io.muster.wire.json.decode.Decoded;
import io.muster.wire.json.decode.Decoder;
import io.muster.wire.time.Scheduler;
import io.muster.wire.yaml.YamlDocument;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * An MCP server whose answers stand in a file. Stateless: every call of a tool is answered by the first response whose
 * condition holds.
 *
 * @param <P> whoever calls; it does not matter here
 */
public final class MockMcpServer<P> implements McpServer<P> {
    private final String name;
    private final List<MockTool> tools;
    private final Scheduler scheduler;

    private MockMcpServer(String name, List<MockTool> tools, Scheduler scheduler) {
        this.name = name;
        this.tools = tools;
        this.scheduler = scheduler;
    }

    /**
     * Reads the configuration of a mock server.
     *
     * @param name what the server calls itself, after {@code mock-}
     * @param yaml {@code tools}, each with {@code name}, {@code description}, {@code input_schema}, {@code responses}
     * @param scheduler lets the delays of responses pass
     * @throws io.muster.wire.yaml.YamlException when the text is not YAML
     * @throws IllegalArgumentException with all that is wrong with the tools
     */
    public static <P> MockMcpServer<P> read(String name, String yaml, Scheduler scheduler) {
        if (!(YamlDocument.parse(yaml).value() instanceof JsonObject document)) {
            throw new IllegalArgumentException("the configuration of a mock server must be a mapping");
        }
        Decoder<List<MockTool>> decoder =
                fields -> fields.list("tools").stream().map(MockTool::decode).toList();
        return switch (Decoder.decode(document, decoder)) {
            case Decoded.Valid<List<MockTool>> valid -> new MockMcpServer<>("mock-" + name, valid.value(), scheduler);
            case Decoded.Invalid<List<MockTool>> invalid ->
                throw new IllegalArgumentException(String.join(
                        "; ", invalid.problems().stream().map(Object::toString).toList()));
        };
    }

    @Override
    public McpOutcome handle(McpCall call, P principal, ReplyChannel reply) throws InterruptedException {
        return switch (call.method()) {
            case "server/discover" -> new McpOutcome.Complete(discovery());
            case "tools/list" ->
                list("tools", tools.stream().map(MockMcpServer::definition).toList());
            case "tools/call" -> call(call.params());
            case "resources/list" -> list("resources", List.of());
            case "resources/templates/list" -> list("resourceTemplates", List.of());
            case "prompts/list" -> list("prompts", List.of());
            default -> throw new McpRejection(McpError.methodNotFound("Method " + call.method() + " not found"));
        };
    }

    @Override
    public void notified(Message.Notification notification, Envelope envelope, P principal) {
        // Nothing that a client may announce changes the answers of a file.
    }

    @Override
    public Subscription subscribe(Interest interest, Envelope envelope, P principal, ClientChannel channel) {
        return new Subscription() {
            @Override
            public void change(Interest changed) {
                // The lists of a file never change.
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    private JsonObject discovery() {
        return JsonObject.builder()
                .put(
                        "serverInfo",
                        JsonObject.builder()
                                .put("name", name)
                                .put("version", "1.0.0")
                                .build())
                .put(
                        "capabilities",
                        JsonObject.builder()
                                .put("tools", JsonObject.EMPTY.with("listChanged", true))
                                .put("resources", JsonObject.EMPTY)
                                .put("prompts", JsonObject.EMPTY)
                                .build())
                .build();
    }

    private static McpOutcome list(String member, List<JsonObject> entries) {
        return new McpOutcome.Complete(JsonObject.of(member, JsonArray.of(entries)));
    }

    private static JsonObject definition(MockTool tool) {
        return JsonObject.builder()
                .put("name", tool.name())
                .put("description", tool.description())
                .put("inputSchema", tool.inputSchema())
                .build();
    }

    private McpOutcome call(JsonObject params) throws InterruptedException {
        var toolName = params.text("name", "");
        var tool = tools.stream()
                .filter(candidate -> candidate.name().equals(toolName))
                .findFirst()
                .orElseThrow(() ->
                        new McpRejection(McpError.invalidParams("tool '" + toolName + "' not found: tool not found")));
        var arguments = tool.arguments(params.object("arguments").orElse(JsonObject.EMPTY));
        var answer = tool.answer(arguments)
                .orElseThrow(
                        () -> new McpRejection(McpError.internal("no response configured for tool " + tool.name())));
        pause(answer.delay());
        if (answer.error().isPresent()) {
            var text = Template.render(new JsonString(answer.error().get()), arguments);
            return new McpOutcome.Failed(McpError.internal(text(text)));
        }
        var result = CallToolResult.text(text(Template.render(answer.response(), arguments)));
        return new McpOutcome.Complete(result.json());
    }

    private void pause(Duration delay) throws InterruptedException {
        if (delay.isZero()) {
            return;
        }
        var over = new CountDownLatch(1);
        var timer = scheduler.after(delay, over::countDown);
        try {
            over.await();
        } finally {
            timer.cancel();
        }
    }

    private static String text(JsonValue value) {
        return switch (value) {
            case JsonString string -> string.value();
            case JsonNull nothing -> "";
            default -> Json.text(value);
        };
    }
}
