package io.muster.gateway.call;

import io.muster.gateway.auth.AuthStatus;
import io.muster.gateway.metatool.MetaTools;
import io.muster.gateway.notify.Attachments;
import io.muster.gateway.route.CallScope;
import io.muster.gateway.route.Passthrough;
import io.muster.mcp.ClientChannel;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpRejection;
import io.muster.mcp.McpServer;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.oauth.Caller;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything behind one endpoint: natively only the meta-tools and {@code auth://status}, through the meta-tools all
 * tools, resources and prompts of the catalogue. Stateless; safe for any number of calls at once.
 */
public final class GatewayServer implements McpServer<Caller> {
    private static final Logger log = LoggerFactory.getLogger(GatewayServer.class);
    private static final JsonObject LIST_CHANGED =
            JsonObject.builder().put("listChanged", true).build();
    private static final JsonObject CAPABILITIES = JsonObject.builder()
            .put("tools", LIST_CHANGED)
            .put(
                    "resources",
                    JsonObject.builder()
                            .put("subscribe", true)
                            .put("listChanged", true)
                            .build())
            .put("prompts", LIST_CHANGED)
            .build();

    private final JsonObject discovery;
    private final MetaTools metaTools;
    private final AuthStatus authStatus;
    private final Attachments attachments;
    private final Supplier<Deadline> deadlines;

    /**
     * @param version of the program, as clients see it
     * @param deadlines by when a call that begins now must have ended
     */
    public GatewayServer(
            String version,
            MetaTools metaTools,
            AuthStatus authStatus,
            Attachments attachments,
            Supplier<Deadline> deadlines) {
        this.discovery = JsonObject.builder()
                .put(
                        "serverInfo",
                        JsonObject.builder()
                                .put("name", "muster-aggregator")
                                .put("version", version)
                                .build())
                .put("capabilities", CAPABILITIES)
                .build();
        this.metaTools = metaTools;
        this.authStatus = authStatus;
        this.attachments = attachments;
        this.deadlines = deadlines;
    }

    @Override
    public McpOutcome handle(McpCall call, Caller caller, ReplyChannel reply) throws InterruptedException {
        var params = call.params();
        return switch (call.method()) {
            case "server/discover" -> new McpOutcome.Complete(discovery);
            case "tools/list" -> new McpOutcome.Complete(NativeLists.tools(params));
            case "tools/call" -> callTool(call, caller, reply);
            case "resources/list" -> list("resources", AuthStatus.entry().json());
            case "resources/templates/list" -> list("resourceTemplates");
            case "resources/read" -> readResource(params, caller);
            case "resources/subscribe", "resources/unsubscribe" -> acknowledge(params);
            case "prompts/list" -> list("prompts");
            case "prompts/get" -> {
                var name = params.text("name", "");
                throw invalid("prompt '" + name + "' not found: prompt not found");
            }
            case "logging/setLevel" -> throw unsupported("logging not supported");
            case "completion/complete" -> throw unsupported("completions not supported");
            default ->
                throw unsupported(
                        call.method().startsWith("tasks/")
                                ? "tasks not supported"
                                : "Method " + call.method() + " not found");
        };
    }

    private McpOutcome callTool(McpCall call, Caller caller, ReplyChannel reply) throws InterruptedException {
        var params = call.params();
        var name = params.text("name", "");
        var arguments = params.object("arguments").orElse(JsonObject.EMPTY);
        var scope = new CallScope(caller, call.envelope(), reply, deadlines.get(), Passthrough.extras(params));
        return metaTools
                .call(name, arguments, scope)
                .orElseThrow(() -> invalid("tool '" + name + "' not found: tool not found"));
    }

    private McpOutcome readResource(JsonObject params, Caller caller) {
        var uri = params.text("uri", "");
        if (!uri.equals(AuthStatus.URI)) {
            throw new McpRejection(McpError.of(
                    McpError.RESOURCE_NOT_FOUND,
                    "handler not found for resource URI '" + uri + "': resource not found"));
        }
        return new McpOutcome.Complete(authStatus.read(caller));
    }

    /** The subscription itself is the transport's matter, which changes the interest of its channel. */
    private static McpOutcome acknowledge(JsonObject params) {
        if (params.text("uri", "").isEmpty()) {
            throw invalid("uri is required");
        }
        return new McpOutcome.Complete(JsonObject.EMPTY);
    }

    private static McpOutcome list(String member, JsonObject... items) {
        return new McpOutcome.Complete(JsonObject.of(member, JsonArray.of(items)));
    }

    private static McpRejection invalid(String message) {
        return new McpRejection(McpError.invalidParams(message));
    }

    private static McpRejection unsupported(String message) {
        return new McpRejection(McpError.methodNotFound(message));
    }

    @Override
    public void notified(Message.Notification notification, Envelope envelope, Caller principal) {
        log.atDebug().addKeyValue("method", notification.method()).log("notification of a client");
    }

    @Override
    public Subscription subscribe(Interest interest, Envelope envelope, Caller principal, ClientChannel channel) {
        return attachments.attach(interest, principal, channel);
    }
}
