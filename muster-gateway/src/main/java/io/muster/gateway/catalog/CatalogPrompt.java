package io.muster.gateway.catalog;

import io.muster.mcp.Prompt;

/** A prompt under its exposed name, and the way to it. */
public record CatalogPrompt(Prompt prompt, Route.ToBackend route) {
    public String name() {
        return prompt.name();
    }
}
