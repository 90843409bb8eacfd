package io.muster.verify.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.HttpPeer;
import io.muster.verify.program.Listener;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Node;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The servers of the MCP project behind Muster, over all transports. */
@Needs({Need.PROGRAM, Need.NODE})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackendsTest {
    private final Listener streamable;
    private final Listener sse;
    private final MusterProcess muster;
    private final HttpPeer peer;

    BackendsTest(Program program, Node node) {
        this.streamable = Listener.told(node.everything("streamableHttp"));
        this.sse = Listener.told(node.everything("sse"));
        var config = ConfigDirectory.create();
        var files =
                config.file("files/greeting.txt", "Hello from a file.").path().resolve("files");
        config.remote("web", "streamable-http", streamable.url("/mcp"))
                .remote("stream", "sse", sse.url("/sse"))
                .stdio(
                        "files",
                        node.packaged("server-filesystem/dist/index.js", files.toString())
                                .line())
                .stdio(
                        "memory",
                        node.packaged("server-memory/dist/index.js").line(),
                        Map.of(
                                "MEMORY_FILE_PATH",
                                config.path().resolve("memory.jsonl").toString()));
        this.muster = MusterProcess.start(program, config).awaitServers("web", "stream", "files", "memory");
        this.peer = muster.aggregate();
    }

    @AfterAll
    void stop() {
        muster.close();
        sse.close();
        streamable.close();
    }

    @Test
    void server_everything_answers_over_streamable_http() {
        assertThat(peer.call("x_web_get-sum", JsonObject.EMPTY.with("a", 19).with("b", 23))
                        .text())
                .contains("42");
    }

    @Test
    void server_everything_answers_over_http_and_sse() {
        assertThat(peer.call("x_stream_echo", JsonObject.of("message", "old but fine"))
                        .text())
                .isEqualTo("Echo: old but fine");
    }

    @Test
    void server_filesystem_reads_a_file() {
        var path = muster.config().path().resolve("files/greeting.txt").toString();

        assertThat(peer.call("x_files_read_text_file", JsonObject.of("path", path))
                        .text())
                .isEqualTo("Hello from a file.");
    }

    @Test
    void server_memory_remembers() {
        var ada = JsonObject.of("name", "Ada")
                .with("entityType", "person")
                .with("observations", JsonArray.ofStrings(List.of("wrote the first program")));
        peer.call("x_memory_create_entities", JsonObject.of("entities", JsonArray.of(ada)));

        assertThat(peer.call("x_memory_search_nodes", JsonObject.of("query", "first program"))
                        .text())
                .contains("Ada");
    }

    @Test
    void resources_and_prompts_of_a_backend_are_reachable_too() {
        var resource = JsonObject.of("uri", "demo://resource/static/document/features.md");
        var prompt = JsonObject.of("name", "x_web_args-prompt").with("arguments", JsonObject.of("city", "Paris"));

        assertThat(peer.tool("get_resource", resource).text()).contains("Everything Server");
        assertThat(peer.tool("get_prompt", prompt).text()).contains("Paris");
    }
}
