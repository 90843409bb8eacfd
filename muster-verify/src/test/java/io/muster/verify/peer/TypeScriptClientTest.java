package io.muster.verify.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Node;
import io.muster.verify.toolchain.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The TypeScript SDK's client in front, {@code server-everything} as a child process behind. */
@Needs({Need.PROGRAM, Need.NODE})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TypeScriptClientTest {
    private final Node node;
    private final MusterProcess muster;

    TypeScriptClientTest(Program program, Node node) {
        this.node = node;
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
        var findings = aggregate();

        assertThat(findings.text("server")).isEqualTo("muster-aggregator");
        assertThat(findings.texts("tools")).hasSize(11).contains("filter_tools", "call_tool");
        assertThat(findings.found()).contains("x_everything_echo");
        assertThat(findings.enveloped()).isEqualTo("Echo: through the aggregate");
    }

    @Test
    void calls_a_tool_through_the_direct_endpoint() {
        var findings = direct("direct");

        assertThat(findings.text("server")).isEqualTo("mcp-servers/everything");
        assertThat(findings.texts("tools")).contains("echo", "get-sum").doesNotContain("call_tool");
        assertThat(findings.text("text")).isEqualTo("Echo: directly");
    }

    @Test
    void sees_the_progress_of_a_call() {
        assertThat(direct("progress").array("progress").toString()).isEqualTo("[[1,4],[2,4],[3,4],[4,4]]");
    }

    @Test
    void cancels_a_call_and_goes_on() {
        var findings = direct("cancellation");

        assertThat(findings.text("ended")).contains("enough");
        assertThat(findings.text("afterwards")).isEqualTo("Echo: alive");
    }

    @Test
    void hears_log_messages() {
        assertThat(direct("logging").text("data")).containsPattern("level.message");
    }

    @Test
    void hears_that_a_resource_changed() {
        var findings = direct("subscription");

        assertThat(findings.text("updated")).startsWith("demo://").isEqualTo(findings.text("subscribed"));
    }

    @Test
    void completes_arguments() {
        var findings = direct("completion");

        assertThat(findings.texts("department")).containsExactly("Sales", "Support");
        assertThat(findings.texts("name")).containsExactly("David", "Eve", "Frank");
    }

    @Test
    void is_asked_for_sampling() {
        assertThat(direct("sampling").text("text"))
                .contains("Sampled: Resource trigger-sampling-request context: What is up?");
    }

    @Test
    void is_asked_for_input() {
        assertThat(direct("elicitation").text("text")).contains("- Name: Ada", "- Agreed to terms: true");
    }

    @Test
    void receives_content_of_all_kinds_unchanged() {
        var findings = direct("content");

        assertThat(findings.texts("imageTypes")).containsExactly("text", "image/png", "text");
        assertThat(findings.object("structured").names()).containsExactly("temperature", "conditions", "humidity");
        assertThat(findings.object("annotations").names()).contains("priority", "audience");
        assertThat(findings.object("resource").text("text", "")).contains("Everything Server");
        assertThat(findings.text("prompt")).contains("Paris");
    }

    private Findings aggregate() {
        return Findings.of(node.script("client.mjs", "http", muster.url("/mcp").toString(), "aggregate"));
    }

    private Findings direct(String feature) {
        var url = muster.url("/servers/everything/mcp").toString();
        return Findings.of(node.script("client.mjs", "http", url, feature));
    }
}
