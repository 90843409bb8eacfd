package io.muster.verify.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Node;
import io.muster.verify.toolchain.Program;
import org.junit.jupiter.api.Test;

/** Clients of revision 2024-11-05, which speak HTTP+SSE. */
@Needs({Need.PROGRAM, Need.NODE})
class SseClientTest {
    @Test
    void the_typescript_client_calls_a_tool_over_http_and_sse(Program program, Node node) {
        var config = ConfigDirectory.create("sse")
                .stdio("everything", node.everything().line());
        try (var muster = MusterProcess.start(program, config)) {
            var url = muster.url("/sse").toString();
            muster.awaitDirect("everything");

            var findings = Findings.of(node.script("client.mjs", "sse", url, "aggregate"));

            assertThat(findings.texts("tools")).hasSize(11);
            assertThat(findings.enveloped()).isEqualTo("Echo: through the aggregate");
        }
    }
}
