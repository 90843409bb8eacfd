package io.muster.verify.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Node;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.Json;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The Java SDK's client in front, {@code server-everything} as a child process behind. */
@Needs({Need.PROGRAM, Need.NODE})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaClientTest {
    private final MusterProcess muster;

    JavaClientTest(Program program, Node node) {
        this.muster = MusterProcess.start(
                        program,
                        ConfigDirectory.create()
                                .stdio("everything", node.everything().line()))
                .awaitServers("everything");
    }

    @AfterAll
    void stop() {
        muster.close();
    }

    @Test
    void finds_and_calls_a_tool_through_the_aggregate() {
        try (var client = client("/mcp")) {
            client.initialize();

            var found = Json.parseObject(text(client, "filter_tools", Map.of("query", "echo message")));
            var arguments = Map.of("message", "through the aggregate");
            var envelope = text(client, "call_tool", Map.of("name", "x_everything_echo", "arguments", arguments));

            assertThat(client.listTools().tools()).hasSize(11);
            assertThat(found.values("tools").toString()).contains("x_everything_echo");
            assertThat(Json.parseObject(envelope).values("content").toString()).contains("Echo: through the aggregate");
        }
    }

    @Test
    void calls_a_tool_through_the_direct_endpoint() {
        try (var client = client("/servers/everything/mcp")) {
            client.initialize();

            assertThat(client.listTools().tools()).extracting(Tool::name).contains("echo", "get-sum");
            assertThat(text(client, "echo", Map.of("message", "directly"))).isEqualTo("Echo: directly");
        }
    }

    private McpSyncClient client(String path) {
        var transport = HttpClientStreamableHttpTransport.builder(
                        muster.url("/").toString())
                .endpoint(path)
                .build();
        return McpClient.sync(transport).requestTimeout(Duration.ofSeconds(60)).build();
    }

    private static String text(McpSyncClient client, String tool, Map<String, Object> arguments) {
        var result = client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
        return ((TextContent) result.content().getFirst()).text();
    }
}
