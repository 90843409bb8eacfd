package io.muster.gateway.catalog;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.Inventory;
import java.util.List;

/**
 * What one backend adds to the catalogue, named as if it stood alone. Computed once per inventory and shared by all
 * catalogues until the inventory changes.
 */
record Section(
        BackendSpec spec,
        Inventory inventory,
        List<CatalogTool> tools,
        List<CatalogResource> resources,
        List<Template> templates,
        List<CatalogPrompt> prompts) {

    /** A resource template, matched by the exposed form and read by the original one. */
    record Template(UriTemplate template, String server) {}

    static Section of(Naming naming, BackendSpec spec, Inventory inventory) {
        var server = spec.name();
        var part = Naming.serverPart(spec);
        return new Section(
                spec,
                inventory,
                inventory.tools().stream()
                        .map(tool -> CatalogTool.of(
                                tool.withName(naming.exposed(part, tool.name())),
                                new Route.ToBackend(server, tool.name())))
                        .toList(),
                inventory.resources().stream()
                        .map(resource -> new CatalogResource(
                                resource.withUri(naming.exposedUri(part, resource.uri())),
                                new Route.ToBackend(server, resource.uri())))
                        .toList(),
                inventory.resourceTemplates().stream()
                        .map(template -> template.json().text("uriTemplate", ""))
                        .filter(template -> template.contains("://"))
                        .map(template -> new Template(UriTemplate.of(template), server))
                        .toList(),
                inventory.prompts().stream()
                        .map(prompt -> new CatalogPrompt(
                                prompt.withName(naming.exposed(part, prompt.name())),
                                new Route.ToBackend(server, prompt.name())))
                        .toList());
    }

    String server() {
        return spec.name();
    }
}
