package io.muster.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.Listener;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Node;
import io.muster.verify.toolchain.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suite's server scenarios against a direct endpoint in front of a backend that conforms. */
@Needs({Need.PROGRAM, Need.CONFORMANCE})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerConformanceTest {
    private final Suite suite;
    private final Listener backend;
    private final MusterProcess muster;

    ServerConformanceTest(Program program, Node node) {
        this.suite = new Suite(node);
        this.backend = Listener.announced(node.script("conformance-backend.mjs"));
        this.muster = MusterProcess.start(
                        program, ConfigDirectory.create().remote("conforming", "streamable-http", backend.url("/mcp")))
                .awaitServers("conforming");
    }

    @AfterAll
    void stop() {
        muster.close();
        backend.close();
    }

    @ParameterizedTest
    @CsvSource({"2025-06-18, 26", "2025-11-25, 32"})
    void the_backend_itself_conforms(String revision, int scenarios) {
        check(backend.url("/mcp"), revision, scenarios, "backend");
    }

    @ParameterizedTest
    @CsvSource({"2025-06-18, 26", "2025-11-25, 32"})
    void a_direct_endpoint_conforms(String revision, int scenarios) {
        check(muster.url("/servers/conforming/mcp").toString(), revision, scenarios, "server");
    }

    private void check(String url, String revision, int scenarios, String expected) {
        var ended = suite.server(url, revision, expected);

        assertThat(ended.output()).contains("(" + scenarios + " scenarios)");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }
}
