package io.muster.app.wiring;

import io.muster.cli.setup.Installation.Probe;
import io.muster.cli.setup.doctor.ToolCount;
import io.muster.gateway.backend.Endpoint;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.client.ClientLimits;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.mcp.client.ServerAddress;
import io.muster.mcp.client.ServerListener;
import io.muster.mcp.client.TransportConnector;
import io.muster.wire.http.Headers;
import io.muster.wire.outbound.HttpOutboundClient;
import io.muster.wire.outbound.OutboundPolicy;
import io.muster.wire.outbound.ProxySettings;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.SystemScheduler;
import java.time.Duration;
import java.util.Map;

/** Starts or connects to one backend, lists its tools and leaves it again. Nothing is left behind. */
record BackendProbe(Environment environment) {
    Probe visit(Endpoint endpoint, Duration limit) throws InterruptedException {
        try (var scheduler = new SystemScheduler();
                var outbound = new HttpOutboundClient(
                        OutboundPolicy.OPERATOR,
                        environment.trust(),
                        ProxySettings.of(environment.variables()),
                        environment.clock(),
                        scheduler)) {
            var connector = new TransportConnector(
                    outbound,
                    scheduler,
                    environment.clock(),
                    environment.random(),
                    environment.version(),
                    ClientLimits.DEFAULT);
            return visit(connector, address(endpoint), Deadline.after(limit, environment.clock()));
        }
    }

    private static Probe visit(TransportConnector connector, ServerAddress address, Deadline deadline)
            throws InterruptedException {
        var start = System.nanoTime();
        try (var client = connector.connect(address, new Deaf(), deadline)) {
            var info = client.hello().serverInfo();
            var tools = ToolCount.of(client, deadline);
            return new Probe.Works(
                    info.text("name", "server"),
                    info.text("version", ""),
                    client.hello().revision().date(),
                    tools,
                    Duration.ofNanos(System.nanoTime() - start));
        } catch (McpTransportException e) {
            return e.fault() instanceof Fault.Unauthorized
                    ? new Probe.NeedsLogin()
                    : new Probe.Fails(String.valueOf(e.getMessage()));
        }
    }

    private static ServerAddress address(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Stdio(var command, var args, var env) -> new ServerAddress.Stdio(command, args, env);
            case Endpoint.StreamableHttp(var url, var headers) ->
                new ServerAddress.StreamableHttp(url, () -> fields(headers));
            case Endpoint.Sse(var url, var headers) -> new ServerAddress.Sse(url, () -> fields(headers));
        };
    }

    private static Headers fields(Map<String, String> values) {
        var fields = Headers.EMPTY;
        for (var value : values.entrySet()) {
            fields = fields.with(value.getKey(), value.getValue());
        }
        return fields;
    }

    /** Wants to hear nothing. */
    private static final class Deaf implements ServerListener {
        @Override
        public void notified(Message.Notification notification) {
            // A visit lasts too short to care.
        }

        @Override
        public McpOutcome asked(Message.Request request) {
            return new McpOutcome.Failed(McpError.methodNotFound("a visitor answers no questions"));
        }

        @Override
        public void disconnected(McpTransportException cause) {
            // The call in flight tells.
        }
    }
}
