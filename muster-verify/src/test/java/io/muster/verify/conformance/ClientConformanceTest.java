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
    void the_scenarios_of_authorization_are_known_to_fail() {
        var ended = suite.clients(driver, "auth");

        assertThat(ended.output()).contains("=== SUITE SUMMARY ===");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }
}
