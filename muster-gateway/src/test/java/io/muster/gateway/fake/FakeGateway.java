package io.muster.gateway.fake;

import io.muster.gateway.auth.AuthStatus;
import io.muster.gateway.auth.AuthTools;
import io.muster.gateway.call.GatewayServer;
import io.muster.gateway.catalog.Catalogs;
import io.muster.gateway.catalog.KnownServers;
import io.muster.gateway.catalog.Naming;
import io.muster.gateway.catalog.PersonalOffers;
import io.muster.gateway.direct.DirectServers;
import io.muster.gateway.metatool.MetaTools;
import io.muster.gateway.notify.Attachments;
import io.muster.gateway.notify.Attachments.Presence;
import io.muster.gateway.notify.ListChanges;
import io.muster.gateway.notify.ResourceUpdates;
import io.muster.gateway.route.Reads;
import io.muster.gateway.route.ScopeChallenges;
import io.muster.gateway.route.ToolCalls;
import io.muster.gateway.session.SessionServers;
import io.muster.gateway.signin.SignInMeters;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpServer;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.oauth.Caller;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.meter.Meters;
import io.muster.wire.time.Deadline;
import java.util.List;
import java.util.Optional;

/** The whole gateway over fake backends, put together as the program does it. */
public final class FakeGateway {
    public final ManualTime time = new ManualTime();
    public final FakeBackends backends = new FakeBackends();
    public final KnownServers servers = new KnownServers();
    public final SessionServers sessions = new NobodySignedIn(servers);
    public final Catalogs catalogs = new Catalogs(
            new Naming("x"),
            List.of(new AuthTools(servers, sessions, Optional.empty(), new SignInMeters(Meters.NONE), time)),
            PersonalOffers.NONE,
            time);
    public final DirectServers direct;
    public final McpServer<Caller> server;

    public FakeGateway() {
        var updates = new ResourceUpdates(backends, _ -> false, time);
        var attachments =
                new Attachments(updates, (uri, caller) -> catalogs.of(caller).resource(uri), Presence.UNHEARD);
        var metaTools = new MetaTools(
                catalogs,
                servers,
                sessions,
                new ToolCalls(catalogs, backends, ScopeChallenges.NONE),
                new Reads(catalogs, backends));
        var changes = new ListChanges(attachments::listsChanged, time);
        catalogs.onChange(change -> changes.accept(Optional.empty(), change));
        direct = new DirectServers(backends, updates, Presence.UNHEARD, () -> Deadline.NONE);
        server = new GatewayServer(
                "1.2.3",
                metaTools,
                new AuthStatus(servers, sessions, Optional.empty()),
                attachments,
                () -> Deadline.NONE);
        List.of(servers, catalogs, direct, updates).forEach(backends::listen);
    }

    public static McpCall request(String method, String params) {
        return new McpCall(Envelope.of(Revision.NEWEST_LEGACY), method, Json.parseObject(params));
    }

    public McpOutcome handle(String method, String params) throws InterruptedException {
        return server.handle(request(method, params), Caller.UNPROTECTED, ReplyChannel.NONE);
    }

    /** The result of a meta-tool. */
    public CallToolResult meta(String tool, String arguments) throws InterruptedException {
        return meta(tool, arguments, ReplyChannel.NONE);
    }

    public CallToolResult meta(String tool, String arguments, ReplyChannel reply) throws InterruptedException {
        var params = JsonObject.builder()
                .put("name", tool)
                .put("arguments", Json.parseObject(arguments))
                .build();
        var call = new McpCall(Envelope.of(Revision.NEWEST_LEGACY), "tools/call", params);
        return switch (server.handle(call, Caller.UNPROTECTED, reply)) {
            case McpOutcome.Complete(var result) -> new CallToolResult(result);
            case McpOutcome.InputRequired input -> throw new AssertionError(input.toString());
            case McpOutcome.Failed(var error) -> throw new AssertionError(error.toString());
        };
    }

    /** The first text of a result. */
    public static String text(CallToolResult result) {
        return result.content().getFirst() instanceof JsonObject item ? item.text("text", "") : "";
    }
}
