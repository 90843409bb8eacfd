package io.muster.gateway.catalog;

import io.muster.mcp.ResourceEntry;

/** A resource under its exposed URI, and the way to it. */
public record CatalogResource(ResourceEntry entry, Route.ToBackend route) {
    public String uri() {
        return entry.uri();
    }
}
