package io.muster.gateway.meter;

import io.muster.gateway.catalog.KnownServers;
import io.muster.gateway.lease.Leases;
import io.muster.gateway.session.Sessions;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpServer;
import io.muster.oauth.Caller;
import io.muster.wire.meter.Meters;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts counters between the parts of the gateway, under names that dashboards know. Labels are taken from what operators
 * configured and from what we offer ourselves, never from what a client merely asked for.
 */
public final class GatewayMeters {
    static final String TOOL_CALLS = "muster.tool_calls";
    static final String TOOL_CALL_DURATION = "muster.tool_call.duration";
    static final String BACKEND_REQUESTS = "muster.backend_requests";
    static final String BACKEND_REQUEST_DURATION = "muster.backend_request.duration";
    static final String SERVERS_KNOWN = "muster.servers.known";
    static final String SERVERS_ACTIVE = "muster.servers.active";
    static final String SESSIONS = "muster.sessions.known";
    static final String LEASES = "muster.auth.leases";

    private final Meters meters;

    public GatewayMeters(Meters meters) {
        this.meters = meters;
    }

    /** A server that counts the calls of its tools. */
    public McpServer<Caller> measured(McpServer<Caller> server) {
        return meters == Meters.NONE ? server : new MeasuredServer(server, this);
    }

    /** Leases whose connections count the requests to backends. */
    public Leases measured(Leases leases) {
        return meters == Meters.NONE ? leases : new MeasuredLeases(leases, this);
    }

    /** Counts the servers from now on. */
    public void watch(KnownServers servers) {
        meters.gauge(SERVERS_KNOWN, () -> servers.all().size());
        meters.gauge(
                SERVERS_ACTIVE,
                () -> servers.all().stream()
                        .filter(server -> server.state().isActive())
                        .count());
    }

    /** Counts sessions and their leases from now on. */
    public void watch(Sessions sessions) {
        meters.gauge(SESSIONS, sessions::size);
        meters.gauges(LEASES, () -> leases(sessions));
    }

    private static Map<Map<String, String>, Long> leases(Sessions sessions) {
        var labelled = new HashMap<Map<String, String>, Long>();
        sessions.leases()
                .forEach((lease, count) -> labelled.put(
                        Map.of(
                                "server",
                                lease.backend(),
                                "state",
                                lease.status().word()),
                        count));
        return labelled;
    }

    void toolCall(String tool, String outcome, long began) {
        record(TOOL_CALLS, TOOL_CALL_DURATION, Map.of("tool", tool, "outcome", outcome), began);
    }

    void backendRequest(String server, String method, String outcome, long began) {
        var labels = Map.of("server", server, "method", method, "outcome", outcome);
        record(BACKEND_REQUESTS, BACKEND_REQUEST_DURATION, labels, began);
    }

    /** {@code ok}, {@code error}: a failure of the protocol, {@code error_result}: one that the model reads. */
    static String outcome(McpOutcome outcome) {
        return switch (outcome) {
            case McpOutcome.Complete(var result) -> new CallToolResult(result).isError() ? "error_result" : "ok";
            case McpOutcome.InputRequired _ -> "input_required";
            case McpOutcome.Failed _ -> "error";
        };
    }

    private void record(String counter, String duration, Map<String, String> labels, long began) {
        meters.count(counter, labels);
        meters.observe(duration, labels, Duration.ofNanos(System.nanoTime() - began));
    }
}
