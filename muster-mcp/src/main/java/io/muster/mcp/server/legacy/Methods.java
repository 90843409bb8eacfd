package io.muster.mcp.server.legacy;

import io.muster.mcp.Envelope;
import io.muster.mcp.Envelope.TraceContext;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpRejection;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.wire.json.JsonObject;
import java.util.Set;

/**
 * Which requests of a client are the transport's own, which are the core's, and which do not exist.
 *
 * @param <P> who makes the calls
 */
record Methods<P>(LegacySession<P> session) {
    private static final McpOutcome EMPTY = new McpOutcome.Complete(JsonObject.EMPTY);
    private static final Set<String> LEVELS =
            Set.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");
    /** Of a resource that a session listens to, in characters: it is kept as long as the session. */
    private static final int MAX_URI = 8_192;

    McpOutcome answer(Message.Request request, TraceContext trace, Outlet outlet) throws InterruptedException {
        var method = request.method();
        return switch (method) {
            case "initialize" -> initialize(request.params());
            case "ping" -> EMPTY;
            case "tools/list",
                    "tools/call",
                    "resources/list",
                    "resources/read",
                    "resources/templates/list",
                    "prompts/list",
                    "prompts/get" -> call(request, trace, outlet);
            case "completion/complete" -> {
                require("completions", "completions not supported");
                yield call(request, trace, outlet);
            }
            case "logging/setLevel" -> {
                require("logging", "logging not supported");
                yield setLevel(request, trace, outlet);
            }
            case "resources/subscribe", "resources/unsubscribe" -> listen(request);
            default -> {
                if (!method.startsWith("tasks/")) {
                    throw new McpRejection(McpError.methodNotFound("Method " + method + " not found"));
                }
                require("tasks", "tasks not supported");
                yield call(request, trace, outlet);
            }
        };
    }

    private McpOutcome initialize(JsonObject params) throws InterruptedException {
        var defaults = Handshake.introduction(params);
        var discovery = new McpCall(defaults, "server/discover", JsonObject.EMPTY);
        var outcome = session.server().handle(discovery, session.principal(), ReplyChannel.NONE);
        if (!(outcome instanceof McpOutcome.Complete(var discovered))) {
            return outcome;
        }
        var settled = new Handshake(defaults, discovered.object("capabilities").orElse(JsonObject.EMPTY));
        session.settle(settled);
        return new McpOutcome.Complete(settled.result(discovered));
    }

    private McpOutcome call(Message.Request request, TraceContext trace, Outlet outlet) throws InterruptedException {
        var envelope = envelope(request.params(), trace);
        var reply = new CallChannel(outlet, session.questions(), envelope, session.mailbox());
        var call = new McpCall(envelope, request.method(), request.params());
        return session.server().handle(call, session.principal(), reply);
    }

    private Envelope envelope(JsonObject params, TraceContext trace) {
        var defaults = session.handshake().defaults();
        var meta = params.object("_meta");
        if (meta.isEmpty()) {
            return trace.equals(TraceContext.NONE) ? defaults : defaults.withTrace(trace);
        }
        return defaults.withTrace(trace.orFrom(meta.get()))
                .withProgressToken(meta.get().get("progressToken"));
    }

    private McpOutcome setLevel(Message.Request request, TraceContext trace, Outlet outlet)
            throws InterruptedException {
        var level = request.params().text("level", "");
        if (!LEVELS.contains(level)) {
            throw new McpRejection(McpError.invalidParams("level must be one of the eight levels of RFC 5424"));
        }
        session.logLevel(level);
        return call(request, trace, outlet);
    }

    private McpOutcome listen(Message.Request request) throws InterruptedException {
        var declared = session.handshake().capabilities().object("resources").filter(r -> r.isTrue("subscribe"));
        if (declared.isEmpty()) {
            throw new McpRejection(McpError.methodNotFound("resource subscriptions not supported"));
        }
        var uri = request.params().text("uri", "");
        if (uri.isEmpty()) {
            throw new McpRejection(McpError.invalidParams("uri is required"));
        }
        if (uri.length() > MAX_URI) {
            throw new McpRejection(McpError.invalidParams(
                    "params.uri: has " + uri.length() + " characters, at most " + MAX_URI + " are allowed"));
        }
        session.listen(uri, request.method().equals("resources/subscribe"));
        return EMPTY;
    }

    private void require(String capability, String otherwise) {
        if (!session.handshake().offers(capability)) {
            throw new McpRejection(McpError.methodNotFound(otherwise));
        }
    }
}
