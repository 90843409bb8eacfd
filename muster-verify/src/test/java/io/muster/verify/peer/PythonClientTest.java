package io.muster.verify.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Node;
import io.muster.verify.toolchain.Program;
import io.muster.verify.toolchain.Python;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The Python SDK's client in front, {@code server-everything} as a child process behind. */
@Needs({Need.PROGRAM, Need.NODE, Need.PYTHON})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PythonClientTest {
    private final Python python;
    private final MusterProcess muster;

    PythonClientTest(Program program, Node node, Python python) {
        this.python = python;
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
        var findings = run("/mcp", "aggregate");

        assertThat(findings.texts("tools")).hasSize(11).contains("filter_tools", "call_tool");
        assertThat(findings.found()).contains("x_everything_echo");
        assertThat(findings.enveloped()).isEqualTo("Echo: through the aggregate");
    }

    @Test
    void calls_a_tool_through_the_direct_endpoint() {
        var findings = run("/servers/everything/mcp", "direct");

        assertThat(findings.texts("tools")).contains("echo", "get-sum");
        assertThat(findings.text("text")).isEqualTo("Echo: directly");
    }

    private Findings run(String path, String feature) {
        return Findings.of(python.script("client.py", muster.url(path).toString(), feature));
    }
}
