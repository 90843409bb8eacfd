package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Dex;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Node;
import io.muster.verify.toolchain.Program;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The official suite's scenarios for authorization servers. Only its next version has them, so that version is pinned
 * beside the one that all else is checked with. No failure is known.
 */
@Needs({Need.PROGRAM, Need.CONFORMANCE, Need.DEX})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationConformanceTest {
    private static final String SUITE = "node_modules/conformance-authorization/dist/index.js";

    private final Node node;
    private final RunningDex dex;
    private final MusterProcess muster;

    AuthorizationConformanceTest(Program program, Node node, Dex executable) {
        this.node = node;
        var config = ConfigDirectory.create();
        this.dex = RunningDex.start(executable, Protection.callback(config));
        Protection.protect(config, dex.provider());
        this.muster = MusterProcess.start(
                program, config, Map.of(), "--extra-ca-file", dex.certificate().toString());
    }

    @AfterAll
    void stop() {
        try (dex) {
            muster.close();
        }
    }

    @Test
    void the_authorization_server_conforms() {
        var port = ConfigDirectory.freePort();
        var landing = "http://127.0.0.1:" + port + "/callback";
        try (var browser = Browser.open(dex.certificate())) {
            var server = CodeFlow.document(browser.get(muster.url("/.well-known/oauth-authorization-server")));
            var client = CodeFlow.register(browser, server, "Conformance", List.of(landing));
            var suite = node.script(SUITE, "authorization", "--url", server.text("issuer", ""))
                    .with("--client-id", client, "--port", "" + port, "--resource")
                    .with(muster.url("/mcp").toString());
            try (var running = ForeignClient.start(suite)) {
                var landed = browser.logIn(running.asked(), landing, RunningDex.EMAIL, RunningDex.PASSWORD);
                browser.get(landed);

                assertThat(running.report()).contains("(2 scenarios)", "Total: 3 passed, 0 failed");
            }
        }
    }
}
