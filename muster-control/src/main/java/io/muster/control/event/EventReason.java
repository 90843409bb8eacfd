package io.muster.control.event;

import static io.muster.control.event.Event.Type.NORMAL;
import static io.muster.control.event.Event.Type.WARNING;

/** Why there is an event: the closed list of reasons, each with its type and message. */
public enum EventReason {
    MCP_SERVER_CREATED("MCPServerCreated", NORMAL, "MCPServer {name} successfully created in namespace {namespace}"),
    MCP_SERVER_UPDATED("MCPServerUpdated", NORMAL, "MCPServer {name} successfully updated in namespace {namespace}"),
    MCP_SERVER_DELETED("MCPServerDeleted", NORMAL, "MCPServer {name} successfully deleted from namespace {namespace}"),
    MCP_SERVER_STARTING("MCPServerStarting", NORMAL, "MCPServer {name} service is starting up"),
    MCP_SERVER_STARTED("MCPServerStarted", NORMAL, "MCPServer {name} service started successfully"),
    MCP_SERVER_STOPPED("MCPServerStopped", NORMAL, "MCPServer {name} service stopped successfully"),
    MCP_SERVER_RESTARTING("MCPServerRestarting", NORMAL, "MCPServer {name} service is restarting"),
    MCP_SERVER_FAILED("MCPServerFailed", WARNING, "MCPServer {name} operation failed[: {error}]"),
    MCP_SERVER_TOOLS_DISCOVERED(
            "MCPServerToolsDiscovered", NORMAL, "MCPServer {name} tools discovered and registered successfully"),
    MCP_SERVER_TOOLS_UNAVAILABLE(
            "MCPServerToolsUnavailable", WARNING, "MCPServer {name} tools became unavailable[: {error}]"),
    MCP_SERVER_HEALTH_CHECK_FAILED(
            "MCPServerHealthCheckFailed", WARNING, "MCPServer {name} health check failed[: {error}]"),
    MCP_SERVER_RECOVERY_STARTED(
            "MCPServerRecoveryStarted", NORMAL, "MCPServer {name} automatic recovery process started"),
    MCP_SERVER_RECOVERY_SUCCEEDED(
            "MCPServerRecoverySucceeded", NORMAL, "MCPServer {name} automatic recovery completed successfully"),
    MCP_SERVER_RECOVERY_FAILED(
            "MCPServerRecoveryFailed", WARNING, "MCPServer {name} automatic recovery failed[: {error}]"),
    MCP_SERVER_AUTH_REQUIRED(
            "MCPServerAuthRequired", NORMAL, "MCPServer {name} requires OAuth authentication to connect"),
    MCP_SERVER_TOKEN_FORWARDED(
            "MCPServerTokenForwarded",
            NORMAL,
            "MCPServer {name}: ID token successfully forwarded for SSO authentication"),
    MCP_SERVER_TOKEN_FORWARDING_FAILED(
            "MCPServerTokenForwardingFailed", WARNING, "MCPServer {name}: ID token forwarding failed[: {error}]"),
    MCP_SERVER_TOKEN_EXCHANGED(
            "MCPServerTokenExchanged",
            NORMAL,
            "MCPServer {name}: Token successfully exchanged via RFC 8693 for cross-cluster SSO"),
    MCP_SERVER_TOKEN_EXCHANGE_FAILED(
            "MCPServerTokenExchangeFailed", WARNING, "MCPServer {name}: RFC 8693 token exchange failed[: {error}]"),
    WORKFLOW_CREATED("WorkflowCreated", NORMAL, "Workflow {name} successfully created[ with {steps} steps]"),
    WORKFLOW_UPDATED("WorkflowUpdated", NORMAL, "Workflow {name} successfully updated[ with {steps} steps]"),
    WORKFLOW_DELETED("WorkflowDeleted", NORMAL, "Workflow {name} successfully deleted from namespace {namespace}"),
    WORKFLOW_VALIDATION_FAILED("WorkflowValidationFailed", WARNING, "Workflow {name} validation failed[: {error}]"),
    WORKFLOW_VALIDATION_SUCCEEDED(
            "WorkflowValidationSucceeded", NORMAL, "Workflow {name} validation completed successfully"),
    WORKFLOW_EXECUTION_STARTED(
            "WorkflowExecutionStarted", NORMAL, "Workflow {name} execution started[ (execution: {execution})]"),
    WORKFLOW_EXECUTION_COMPLETED(
            "WorkflowExecutionCompleted",
            NORMAL,
            "Workflow {name} execution completed successfully[ ({steps} steps)][ in {duration}]"),
    WORKFLOW_EXECUTION_FAILED(
            "WorkflowExecutionFailed", WARNING, "Workflow {name} execution failed[ at step {step}][: {error}]"),
    WORKFLOW_EXECUTION_TRACKED(
            "WorkflowExecutionTracked", NORMAL, "Workflow {name} execution state persisted[ (execution: {execution})]"),
    WORKFLOW_STEP_STARTED("WorkflowStepStarted", NORMAL, "Workflow {name} step {step} started (tool: {tool})"),
    WORKFLOW_STEP_COMPLETED("WorkflowStepCompleted", NORMAL, "Workflow {name} step {step} completed successfully"),
    WORKFLOW_STEP_FAILED(
            "WorkflowStepFailed",
            WARNING,
            "Workflow {name} step {step} failed[ (allow_failure={allow_failure}, continuing)][: {error}]"),
    WORKFLOW_STEP_SKIPPED(
            "WorkflowStepSkipped",
            NORMAL,
            "Workflow {name} step {step} skipped: condition evaluation returned {result}"),
    WORKFLOW_STEP_CONDITION_EVALUATED(
            "WorkflowStepConditionEvaluated", NORMAL, "Workflow {name} step {step} condition evaluated to {result}"),
    WORKFLOW_UNAVAILABLE(
            "WorkflowUnavailable", WARNING, "Workflow {name} is unavailable[ (missing tools: {missing_tools})]"),
    WORKFLOW_TOOL_REGISTERED(
            "WorkflowToolRegistered", NORMAL, "Workflow {name} registered as tool 'action_{name}' in aggregator"),
    WORKFLOW_CAPABILITIES_REFRESHED(
            "WorkflowCapabilitiesRefreshed", NORMAL, "Aggregator capabilities refreshed after workflow {name} changes");

    private final String word;
    private final Event.Type type;
    private final String pattern;

    EventReason(String word, Event.Type type, String pattern) {
        this.word = word;
        this.type = type;
        this.pattern = pattern;
    }

    /** The word in stored events and tool results. */
    public String word() {
        return word;
    }

    public Event.Type type() {
        return type;
    }

    /** The kind of definition that such events are about. */
    public String kind() {
        return word.startsWith("MCPServer") ? "MCPServer" : "Workflow";
    }

    String message(Event.Subject subject, EventDetails details) {
        return MessagePattern.of(pattern).render(subject, details);
    }
}
