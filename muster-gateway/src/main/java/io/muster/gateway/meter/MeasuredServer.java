package io.muster.gateway.meter;

import io.muster.gateway.metatool.MetaTools;
import io.muster.mcp.ClientChannel;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpServer;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Tool;
import io.muster.oauth.Caller;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts how calls of the meta-tools end. To log each would have all calls wait for one stream: that is for debugging. */
final class MeasuredServer implements McpServer<Caller> {
    private static final Logger log = LoggerFactory.getLogger(MeasuredServer.class);
    private static final Set<String> TOOLS =
            MetaTools.definitions().stream().map(Tool::name).collect(Collectors.toUnmodifiableSet());

    private final McpServer<Caller> server;
    private final GatewayMeters meters;

    MeasuredServer(McpServer<Caller> server, GatewayMeters meters) {
        this.server = server;
        this.meters = meters;
    }

    @Override
    public McpOutcome handle(McpCall call, Caller caller, ReplyChannel reply) throws InterruptedException {
        if (!call.method().equals("tools/call")) {
            return server.handle(call, caller, reply);
        }
        var began = System.nanoTime();
        var outcome = "error";
        try {
            var result = server.handle(call, caller, reply);
            outcome = GatewayMeters.outcome(result);
            return result;
        } catch (InterruptedException e) {
            outcome = "cancelled";
            throw e;
        } finally {
            var name = call.params().text("name", "");
            var tool = TOOLS.contains(name) ? name : "unknown";
            meters.toolCall(tool, outcome, began);
            log.atDebug()
                    .addKeyValue("subsystem", "MCP-Tool")
                    .addKeyValue("tool", tool)
                    .addKeyValue("outcome", outcome)
                    .addKeyValue("duration_s", (System.nanoTime() - began) / 1e9)
                    .log("tool call");
        }
    }

    @Override
    public void notified(Message.Notification notification, Envelope envelope, Caller caller) {
        server.notified(notification, envelope, caller);
    }

    @Override
    public Subscription subscribe(Interest interest, Envelope envelope, Caller caller, ClientChannel channel) {
        return server.subscribe(interest, envelope, caller, channel);
    }
}
