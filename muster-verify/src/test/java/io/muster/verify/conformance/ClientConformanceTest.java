package io.muster.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.JavaProgram;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Node;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The suite's client scenarios against the client that Muster uses towards backends. */
@Needs(Need.CONFORMANCE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientConformanceTest {
    private final Suite suite;
    private final List<String> driver = JavaProgram.line(ConformanceClient.class);

    ClientConformanceTest(Node node) {
        this.suite = new Suite(node);
    }

    @ParameterizedTest
    @ValueSource(strings = {"initialize", "tools_call", "elicitation-sep1034-client-defaults", "sse-retry"})
    void the_client_conforms(String scenario) {
        var ended = suite.client(driver, scenario);

        assertThat(ended.exitCode()).as(ended.output() + ended.errors()).isZero();
    }

    @Test
    void the_client_logs_in() {
        var ended = suite.clients(driver, "auth");

        assertThat(ended.output()).contains("=== SUITE SUMMARY ===");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"resource-mismatch", "2025-03-26-oauth-metadata-backcompat"})
    void the_client_logs_in_where_standards_are_older_or_younger(String scenario) {
        var ended = suite.client(driver, "auth/" + scenario);

        assertThat(ended.exitCode()).as(ended.output() + ended.errors()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization-server-migration",
                "iss-supported",
                "iss-not-advertised",
                "iss-supported-missing",
                "iss-wrong-issuer",
                "iss-unexpected",
                "iss-normalized",
                "metadata-issuer-mismatch",
                "offline-access-scope",
                "offline-access-not-supported",
            })
    void the_client_logs_in_as_the_next_revision_wants(String scenario) {
        var ended = suite.nextClient(driver, "auth/" + scenario);

        assertThat(ended.exitCode()).as(ended.output() + ended.errors()).isZero();
    }
}
