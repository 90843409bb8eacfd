package io.muster.control.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventReasonTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final EventDetails EVERYTHING = EventDetails.error("boom")
            .withSteps(2)
            .withExecution("e-1")
            .withDuration(Duration.ofMillis(123_500))
            .withStep("first")
            .withTool("x_k8s_list")
            .withFailureAllowed()
            .withResult("false")
            .withMissingTools(List.of("a", "b"));

    private static final String TABLE = """
            MCPServerCreated|Normal|MCPServer N successfully created in namespace NS
            MCPServerUpdated|Normal|MCPServer N successfully updated in namespace NS
            MCPServerDeleted|Normal|MCPServer N successfully deleted from namespace NS
            MCPServerStarting|Normal|MCPServer N service is starting up
            MCPServerStarted|Normal|MCPServer N service started successfully
            MCPServerStopped|Normal|MCPServer N service stopped successfully
            MCPServerRestarting|Normal|MCPServer N service is restarting
            MCPServerFailed|Warning|MCPServer N operation failed|: boom
            MCPServerToolsDiscovered|Normal|MCPServer N tools discovered and registered successfully
            MCPServerToolsUnavailable|Warning|MCPServer N tools became unavailable|: boom
            MCPServerHealthCheckFailed|Warning|MCPServer N health check failed|: boom
            MCPServerRecoveryStarted|Normal|MCPServer N automatic recovery process started
            MCPServerRecoverySucceeded|Normal|MCPServer N automatic recovery completed successfully
            MCPServerRecoveryFailed|Warning|MCPServer N automatic recovery failed|: boom
            MCPServerAuthRequired|Normal|MCPServer N requires OAuth authentication to connect
            MCPServerTokenForwarded|Normal|MCPServer N: ID token successfully forwarded for SSO authentication
            MCPServerTokenForwardingFailed|Warning|MCPServer N: ID token forwarding failed|: boom
            MCPServerTokenExchanged|Normal|MCPServer N: Token successfully exchanged via RFC 8693 for cross-cluster SSO
            MCPServerTokenExchangeFailed|Warning|MCPServer N: RFC 8693 token exchange failed|: boom
            WorkflowCreated|Normal|Workflow N successfully created| with 2 steps
            WorkflowUpdated|Normal|Workflow N successfully updated| with 2 steps
            WorkflowDeleted|Normal|Workflow N successfully deleted from namespace NS
            WorkflowValidationFailed|Warning|Workflow N validation failed|: boom
            WorkflowValidationSucceeded|Normal|Workflow N validation completed successfully
            WorkflowExecutionStarted|Normal|Workflow N execution started| (execution: e-1)
            WorkflowExecutionCompleted|Normal|Workflow N execution completed successfully| (2 steps) in 2m3.5s
            WorkflowExecutionFailed|Warning|Workflow N execution failed| at step first: boom
            WorkflowExecutionTracked|Normal|Workflow N execution state persisted| (execution: e-1)
            WorkflowStepStarted|Normal|Workflow N step first started (tool: x_k8s_list)
            WorkflowStepCompleted|Normal|Workflow N step first completed successfully
            WorkflowStepFailed|Warning|Workflow N step first failed| (allow_failure=true, continuing): boom
            WorkflowStepSkipped|Normal|Workflow N step first skipped: condition evaluation returned false
            WorkflowStepConditionEvaluated|Normal|Workflow N step first condition evaluated to false
            WorkflowUnavailable|Warning|Workflow N is unavailable| (missing tools: a, b)
            WorkflowToolRegistered|Normal|Workflow N registered as tool 'action_N' in aggregator
            WorkflowCapabilitiesRefreshed|Normal|Aggregator capabilities refreshed after workflow N changes
            """;

    /** Reason → type, message without optional parts, optional parts when everything is known. */
    private static Map<String, String[]> table() {
        var rows = new TreeMap<String, String[]>();
        TABLE.lines().map(line -> line.split("\\|")).forEach(row -> rows.put(row[0], row));
        return rows;
    }

    @Test
    void every_reason_has_a_row_and_every_row_a_reason() {
        assertThat(Arrays.stream(EventReason.values()).map(EventReason::word))
                .containsExactlyInAnyOrderElementsOf(table().keySet());
    }

    @ParameterizedTest
    @EnumSource
    void a_reason_renders_its_type_and_message(EventReason reason) {
        var row = table().getOrDefault(reason.word(), new String[3]);
        var optional = row.length > 3 ? row[3] : "";

        var everything = Event.of(reason, "NS", "N", EVERYTHING, NOW);
        var onlyNeeded = Event.of(
                reason,
                "NS",
                "N",
                EventDetails.NONE.withStep("first").withTool("x_k8s_list").withResult("false"),
                NOW);

        assertThat(everything.type().word()).isEqualTo(row[1]);
        assertThat(everything.message()).isEqualTo(row[2] + optional);
        assertThat(onlyNeeded.message())
                .isEqualTo(reason == EventReason.WORKFLOW_EXECUTION_FAILED ? row[2] + " at step first" : row[2]);
        assertThat(everything.subject().kind()).isEqualTo(row[0].startsWith("MCP") ? "MCPServer" : "Workflow");
    }

    @ParameterizedTest
    @CsvSource({"{name}", "[: {error}]", "{{error}}", "$1 \\1 %s", "]["})
    void values_are_never_read_as_pattern(String hostile) {
        var event = Event.of(EventReason.MCP_SERVER_FAILED, "NS", "N", EventDetails.error(hostile), NOW);

        assertThat(event.message()).isEqualTo("MCPServer N operation failed: " + hostile);
    }

    @Test
    void endless_values_are_cut() {
        var event = Event.of(EventReason.MCP_SERVER_FAILED, "NS", "N", EventDetails.error("x".repeat(1_000_000)), NOW);

        assertThat(event.message()).hasSizeLessThan(5_000).endsWith("...");
    }

    @Test
    void an_empty_error_counts_as_none() {
        var event = Event.of(EventReason.MCP_SERVER_FAILED, "NS", "N", EventDetails.error(""), NOW);

        assertThat(event.message()).isEqualTo("MCPServer N operation failed");
    }
}
