package io.muster.gateway.catalog;

import io.muster.gateway.catalog.search.ToolDocument;
import io.muster.mcp.Tool;

/** A tool under its exposed name, and the way to it. */
public record CatalogTool(ToolDocument document, Route route) {
    static CatalogTool of(Tool tool, Route route) {
        return new CatalogTool(new ToolDocument(tool), route);
    }

    public Tool tool() {
        return document.tool();
    }

    public String name() {
        return document.name();
    }
}
