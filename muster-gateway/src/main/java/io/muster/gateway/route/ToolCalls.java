package io.muster.gateway.route;

import io.muster.gateway.catalog.Catalog;
import io.muster.gateway.catalog.CatalogTool;
import io.muster.gateway.catalog.Catalogs;
import io.muster.gateway.catalog.Route;
import io.muster.gateway.lease.Leases;
import io.muster.gateway.lease.Permit;
import io.muster.gateway.tool.ToolProvider;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls tools by their exposed names. What goes wrong on the way is a tool's failure too ({@code Tool execution failed: …}),
 * because a model can read that; only what the client itself must act on stays a protocol outcome. Arguments are never
 * logged.
 */
public final class ToolCalls {
    private static final Logger log = LoggerFactory.getLogger(ToolCalls.class);

    private final Catalogs catalogs;
    private final BackendCalls backends;
    private final ScopeChallenges challenges;

    public ToolCalls(Catalogs catalogs, Leases leases, ScopeChallenges challenges) {
        this.catalogs = catalogs;
        this.backends = new BackendCalls(leases);
        this.challenges = challenges;
    }

    /** Calls a tool; {@link McpOutcome.Complete} carries a {@link CallToolResult}. */
    public McpOutcome call(String name, JsonObject arguments, CallScope scope) throws InterruptedException {
        try {
            var catalog = catalogs.of(scope.caller());
            var tool = catalog.tool(name).orElseThrow(() -> missing(name, catalog, scope));
            return dispatch(tool, arguments, scope);
        } catch (RouteFailure e) {
            return failed(e.reason());
        }
    }

    private McpOutcome dispatch(CatalogTool tool, JsonObject arguments, CallScope scope) throws InterruptedException {
        return switch (tool.route()) {
            case Route.ToBackend(var server, var original) -> toBackend(server, original, arguments, scope);
            case Route.ToInstance instance ->
                toBackend(
                        member(tool.name(), instance, arguments),
                        instance.original(),
                        arguments.without(instance.instanceArg()),
                        scope);
            case Route.ToProvider(var provider) -> toProvider(provider, tool.name(), arguments, scope);
        };
    }

    private static String member(String tool, Route.ToInstance route, JsonObject arguments) {
        var wanted = arguments.text(route.instanceArg(), "");
        if (wanted.isEmpty()) {
            throw RouteFailure.instanceMissing(tool, route.servers(), route.instanceArg());
        }
        if (!route.servers().contains(wanted)) {
            throw RouteFailure.instanceUnknown(tool, wanted, route.servers());
        }
        return wanted;
    }

    private McpOutcome toBackend(String server, String original, JsonObject arguments, CallScope scope)
            throws InterruptedException {
        var params = JsonObject.builder().put("name", new JsonString(original)).put("arguments", arguments);
        scope.extras().members().forEach(extra -> params.put(extra.name(), extra.value()));
        return switch (answered(server, params.build(), scope)) {
            case McpOutcome.Failed(var error)
            when error.code() != McpError.URL_ELICITATION_REQUIRED -> failed(error.message());
            case McpOutcome outcome -> outcome;
        };
    }

    private McpOutcome answered(String server, JsonObject params, CallScope scope) throws InterruptedException {
        try {
            return backends.call(server, "tools/call", params, scope);
        } catch (RouteFailure e) {
            var asked = challenges.answer(server, scope.caller(), e.challenges());
            return new McpOutcome.Complete(asked.orElseThrow(() -> e).json());
        }
    }

    private static McpOutcome toProvider(ToolProvider provider, String tool, JsonObject arguments, CallScope scope)
            throws InterruptedException {
        try {
            return new McpOutcome.Complete(provider.call(tool, arguments, scope.caller(), scope.reply())
                    .json());
        } catch (ToolProvider.ToolFailure e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.atError().addKeyValue("tool", tool).setCause(e).log("a tool of our own failed unexpectedly");
            return failed("internal error in " + tool);
        }
    }

    /** A tool that is not listed: never seen, or its server is gone. */
    private RouteFailure missing(String name, Catalog catalog, CallScope scope) {
        var server = catalog.goneFrom(name);
        if (server.isPresent()) {
            switch (backends.permit(server.get(), scope)) {
                case Permit.NotFound() -> {
                    return RouteFailure.serverNotFound(server.get());
                }
                case Permit.NotConnected(var state) -> {
                    return RouteFailure.serverGone(server.get(), state);
                }
                case Permit.LoginRequired(var reason) -> {
                    return RouteFailure.loginRequired(server.get(), reason);
                }
                case Permit.Granted _ -> {
                    // The server is there and offers the tool no more.
                }
            }
        }
        var names = catalog.tools().stream().map(CatalogTool::name);
        return RouteFailure.notFound("tool", name, NearestNames.to(name, names));
    }

    private static McpOutcome failed(String reason) {
        return new McpOutcome.Complete(
                CallToolResult.failure("Tool execution failed: " + reason).json());
    }
}
