package io.muster.gateway.route;

import io.muster.gateway.catalog.Catalog;
import io.muster.gateway.catalog.CatalogPrompt;
import io.muster.gateway.catalog.CatalogResource;
import io.muster.gateway.catalog.Catalogs;
import io.muster.gateway.lease.Leases;
import io.muster.mcp.McpOutcome;
import io.muster.wire.json.JsonObject;
import java.util.Optional;

/** Reads resources and prompts by their exposed names. */
public final class Reads {
    private final Catalogs catalogs;
    private final BackendCalls backends;

    public Reads(Catalogs catalogs, Leases leases) {
        this.catalogs = catalogs;
        this.backends = new BackendCalls(leases);
    }

    /**
     * Answers as the backend answered {@code resources/read}.
     *
     * @throws RouteFailure when there is no such resource or its backend cannot be used
     */
    public McpOutcome resource(String uri, CallScope scope) throws InterruptedException {
        var catalog = catalogs.of(scope.caller());
        var route = catalog.resource(uri)
                .orElseThrow(() -> kind(uri, catalog)
                        .map(kind -> RouteFailure.otherKind("URI", uri, kind, "resource"))
                        .orElseGet(() -> RouteFailure.notFound(
                                "resource",
                                uri,
                                NearestNames.to(
                                        uri, catalog.resources().stream().map(CatalogResource::uri)))));
        var params = scope.extras().with("uri", route.original());
        return backends.call(route.server(), "resources/read", params, scope);
    }

    /**
     * Answers as the backend answered {@code prompts/get}.
     *
     * @throws RouteFailure when there is no such prompt or its backend cannot be used
     */
    public McpOutcome prompt(String name, JsonObject arguments, CallScope scope) throws InterruptedException {
        var catalog = catalogs.of(scope.caller());
        var route = catalog.prompt(name)
                .orElseThrow(() -> kind(name, catalog)
                        .map(kind -> RouteFailure.otherKind("name", name, kind, "prompt"))
                        .orElseGet(() -> RouteFailure.notFound(
                                "prompt",
                                name,
                                NearestNames.to(name, catalog.prompts().stream().map(CatalogPrompt::name)))))
                .route();
        var params = scope.extras().with("name", route.original()).with("arguments", arguments);
        return backends.call(route.server(), "prompts/get", params, scope);
    }

    /** What has that name, where it is not what is asked for. */
    private static Optional<String> kind(String name, Catalog catalog) {
        if (catalog.tool(name).isPresent()) {
            return Optional.of("tool");
        }
        if (catalog.prompt(name).isPresent()) {
            return Optional.of("prompt");
        }
        return catalog.resource(name).map(_ -> "resource");
    }
}
