package io.muster.gateway.catalog;

import io.muster.gateway.catalog.search.ToolIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one session sees at one moment. Immutable; whatever is listed can be found by its exposed name, and whatever can be
 * found is listed.
 */
public final class Catalog {
    static final Catalog EMPTY = new Catalog(List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of());

    private final List<CatalogTool> tools;
    private final List<CatalogResource> resources;
    private final List<CatalogPrompt> prompts;
    private final List<Section.Template> templates;
    private final Map<String, CatalogTool> toolsByName;
    private final Map<String, CatalogResource> resourcesByUri;
    private final Map<String, CatalogPrompt> promptsByName;
    private final ToolIndex index;
    private final Map<String, String> gone;
    private final Map<String, String> problems;

    /**
     * @param gone names of tools that earlier catalogues had, with their server
     * @param problems what could not be shown as wanted, for the log, by whom it concerns
     */
    Catalog(
            List<CatalogTool> tools,
            List<CatalogResource> resources,
            List<CatalogPrompt> prompts,
            List<Section.Template> templates,
            Map<String, String> gone,
            Map<String, String> problems) {
        this.tools = List.copyOf(tools);
        this.resources = List.copyOf(resources);
        this.prompts = List.copyOf(prompts);
        this.templates = List.copyOf(templates);
        this.toolsByName = Assembly.byKey(this.tools, CatalogTool::name);
        this.resourcesByUri = Assembly.byKey(this.resources, CatalogResource::uri);
        this.promptsByName = Assembly.byKey(this.prompts, CatalogPrompt::name);
        this.index = ToolIndex.of(this.tools.stream().map(CatalogTool::document).toList());
        this.gone = gone;
        this.problems = Map.copyOf(problems);
    }

    /** In catalogue order: backends by name, families, then Muster's own. */
    public List<CatalogTool> tools() {
        return tools;
    }

    public List<CatalogResource> resources() {
        return resources;
    }

    public List<CatalogPrompt> prompts() {
        return prompts;
    }

    public ToolIndex index() {
        return index;
    }

    public Optional<CatalogTool> tool(String exposedName) {
        return Optional.ofNullable(toolsByName.get(exposedName));
    }

    public Optional<CatalogPrompt> prompt(String exposedName) {
        return Optional.ofNullable(promptsByName.get(exposedName));
    }

    /** The way to a resource: a listed one, or one that a backend's template covers. */
    public Optional<Route.ToBackend> resource(String exposedUri) {
        var listed = resourcesByUri.get(exposedUri);
        if (listed != null) {
            return Optional.of(listed.route());
        }
        return templates.stream()
                .filter(template -> template.template().matches(exposedUri))
                .findFirst()
                .map(template -> new Route.ToBackend(template.server(), exposedUri));
    }

    /** The listed resource of that URI. */
    public Optional<CatalogResource> listedResource(String exposedUri) {
        return Optional.ofNullable(resourcesByUri.get(exposedUri));
    }

    /** The server that offered a tool of that name before; only while none of that name is here. */
    public Optional<String> goneFrom(String exposedName) {
        return Optional.ofNullable(gone.get(exposedName));
    }

    Map<String, String> gone() {
        return gone;
    }

    Map<String, String> problems() {
        return problems;
    }
}
