package io.muster.gateway.backend;

import io.muster.mcp.Prompt;
import io.muster.mcp.ResourceEntry;
import io.muster.mcp.Tool;
import java.util.List;

/** What one backend offers, in its own names and order. */
public record Inventory(
        List<Tool> tools, List<ResourceEntry> resources, List<ResourceEntry> resourceTemplates, List<Prompt> prompts) {
    public static final Inventory EMPTY = new Inventory(List.of(), List.of(), List.of(), List.of());

    public Inventory {
        tools = List.copyOf(tools);
        resources = List.copyOf(resources);
        resourceTemplates = List.copyOf(resourceTemplates);
        prompts = List.copyOf(prompts);
    }
}
